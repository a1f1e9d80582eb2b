import type { ReadModel } from '../../projections/read-model.ts'
import { projection } from '../../projections/runner/projection.ts'
import type { Store } from '../../projections/store/store.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { codeOf, HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { startTickClock, type TickClock } from '../../streams/runtime/clock/tick-clock.ts'
import type { Log, NewRecord } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { runStage } from '../../streams/runtime/supervise/run-stage.ts'
import type { TaskObserver } from '../../streams/runtime/task/observer.ts'
import type { TaskSettings } from '../../streams/runtime/task/settings.ts'
import type { Role } from './node.ts'
import type { SimGroups } from './sim-groups.ts'
import { simLog } from './sim-log.ts'
import type { SimProcess } from './sim-process.ts'
import { simStore } from './sim-store.ts'

/** What all roles work with. */
export interface RoleWorld {
  readonly log: Log
  readonly codec: Codec
  readonly groups: SimGroups
  readonly settings: TaskSettings
  /** Of what is installed; processes that are already running may be older. */
  version: number
  /** An unknown version that the installed one may take over from, as a person decides with --adopt. */
  adopt: string | undefined
  /** Told when a task goes on from what its process still knew. */
  resumed(): void
  /** Told when something ends with an error that must not be. */
  violated(what: string): void
}

export function portsOf(process: SimProcess, { log, codec, groups }: RoleWorld): Ports {
  return { log: simLog(process, log, groups), codec, clock: process.clock, failpoint: process.failpoint }
}

/**
 * A stage in a process. Where a newer version has run, an older process gives way and is replaced; where a version has run in between
 * that was never seen before, somebody decides that the installed one goes on.
 */
export function stageRole(stage: Stage, world: RoleWorld): Role {
  return (process, version) => {
    const failed = (error: unknown, retryInMs: number | undefined) => {
      if (!process.alive) return
      process.note(`${stage.name} failed: ${codeOf(error)}`)
      if (retryInMs !== undefined) return
      if (error instanceof HomeostatError && error.code === 'HS_VERSION_FOREIGN') {
        if (version === `v${world.version}`) world.adopt = String(error.limit)
        process.end('gives way')
      } else world.violated(`${process.name}: ${stage.name} stopped with ${describe(error)}`)
    }
    const observer: TaskObserver = {
      phase: (phase) => process.alive && process.note(`${stage.name} ${phase}`),
      opened(how) {
        if (!process.alive) return
        process.note(`${stage.name} ${how}`)
        if (how === 'resumed') world.resumed()
      },
      waitedFor: (input) =>
        world.violated(`${process.name}: ${stage.name} waited for input ${input} of a log that always knows its end`),
      restoring() {},
      committed() {},
      advanced() {},
      alive() {},
      failed,
    }
    const plan = {
      stage,
      partitions: 1,
      owner: { version, host: process.name, adopt: version === `v${world.version}` ? world.adopt : undefined },
      settings: world.settings,
      ports: portsOf(process, world),
      observer: () => observer,
    }
    const running = runStage(plan)
    return { stop: async () => (await running).stop() }
  }
}

export function projectionRole(model: ReadModel, store: Store, world: RoleWorld): Role {
  return (process) => {
    const { log, codec, clock } = portsOf(process, world)
    const reader = projection(model, { log, codec, clock, store: simStore(process, store) }, { committed: () => protect() })
    const protect = () => log.protect(protectorOf(model), reader.status().positions)
    const abort = new AbortController()
    const done = reader.run(abort.signal).catch((error: unknown) => {
      if (process.alive) world.violated(`${process.name}: ${model.name} stopped with ${describe(error)}`)
    })
    return {
      async stop() {
        abort.abort()
        await done
      },
    }
  }
}

/** Under which name a read model's positions are protected against retention. */
export function protectorOf(model: ReadModel): string {
  return `projection.${model.name}`
}

/** The clock of the log; whoever starts it last has it. */
export function clockRole(everyMs: number, world: RoleWorld): Role {
  return (process) => {
    const ports = portsOf(process, world)
    let clock: TickClock | undefined
    const start = async (): Promise<void> => {
      for (;;) {
        try {
          clock = await startTickClock(ports, { partitions: 1, everyMs })
          return
        } catch (error) {
          process.note(`clock failed: ${codeOf(error)}`)
          await process.clock.sleep(300)
        }
      }
    }
    const started = start()
    return {
      async stop() {
        await started
        await clock?.stop()
      },
    }
  }
}

/**
 * A source: sends batches at their time, again and again until the log has confirmed them. What it was sending when it ended is sent
 * again by the next process, because only confirmed batches are remembered.
 */
export function edgeRole(
  batches: { due: number; records: readonly NewRecord[] }[],
  confirmed: { count: number },
  world: RoleWorld,
): Role {
  return (process) => {
    const { log, clock } = portsOf(process, world)
    let stopped = false
    const send = async (): Promise<void> => {
      while (!stopped && confirmed.count < batches.length) {
        const { due, records } = batches[confirmed.count]
        const early = due - process.around.scheduler.now
        if (early > 0) await clock.sleep(early)
        try {
          await log.append(records)
          confirmed.count++
        } catch {
          await clock.sleep(50) // not known whether it arrived: it is sent again
        }
      }
    }
    void send()
    return {
      async stop() {
        stopped = true
      },
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${codeOf(error)}: ${error.stack ?? error.message}` : String(error)
}
