import { signals } from '../../projections/models/signals.ts'
import { sources } from '../../projections/models/sources.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { memoryStore } from '../../projections/store/memory.ts'
import type { Store } from '../../projections/store/store.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { catalogue, ScheduleTicks, SenseRequests, SystemTelemetryRaw, stageTopics } from '../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../streams/runtime/log/memory/memory-log.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import type { TaskSettings } from '../../streams/runtime/task/settings.ts'
import { Cluster } from './cluster.ts'
import type { Faults } from './faults.ts'
import type { Role } from './node.ts'
import { projectionRole, protectorOf, type RoleWorld, stageRole } from './roles.ts'
import type { Scheduler } from './scheduler.ts'
import { SimGroups } from './sim-groups.ts'
import type { Trace } from './trace.ts'
import type { Arriving } from './workload.ts'

export const models: readonly ReadModel[] = [signals, sources]

/** What comes from outside, and what undisturbed runs must be given again. */
const outside = [SystemTelemetryRaw, ScheduleTicks, SenseRequests]

export interface UniverseOptions {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly codec: Codec
  readonly stages: readonly Stage[]
  readonly settings: TaskSettings
  readonly faults: Faults
  readonly nodes: number
  /** The ends of commits take offsets, as on Kafka. */
  readonly marksCommits: boolean
  /** Puts a broken log in the place of the good one, to prove that the checks see it. */
  sabotage?(log: Log): Log
}

/** A log, what reads it, and the processes around it. */
export class Universe {
  readonly log: Log
  readonly store: Store = memoryStore()
  readonly ports: Ports
  readonly world: RoleWorld
  readonly violations: string[] = []
  /** How often a task went on from what its process still knew. */
  resumptions = 0
  /** Retention takes nothing; compaction goes on. */
  retains = false
  private arrival: number | undefined
  /** What came from outside, kept from retention. */
  private readonly harvested: Arriving[] = []
  private readonly harvestedTo = new Map(outside.map((topic) => [topic.name, 0]))
  private readonly reached = new Map<string, { from: number; position: number[] }>()

  constructor(readonly options: UniverseOptions) {
    const { scheduler, codec, settings, marksCommits, sabotage = (log: Log) => log } = options
    const now = () => this.arrival ?? scheduler.now
    const clock = { ...schedulerClock(scheduler), now: () => scheduler.now }
    this.log = sabotage(createMemoryLog({ id: 'simulation', now, clock, marksCommits }))
    this.ports = { log: this.log, codec, clock, failpoint: noFailpoint }
    this.world = {
      log: this.log,
      codec,
      groups: new SimGroups(),
      settings,
      version: 1,
      adopt: undefined,
      resumed: () => {
        this.resumptions++
      },
      violated: (what) => this.violations.push(what),
    }
  }

  async open(): Promise<void> {
    const { stages } = this.options
    const own = stages.flatMap(({ name, side }) => Object.values(stageTopics(name, side)))
    await this.log.createTopics([...catalogue, ...own].map((topic) => ({ topic, partitions: 1 })))
    for (const owner of [...stages.map((stage) => `${stage.name}.0`), ...models.map(protectorOf)]) {
      this.log.protect(
        owner,
        outside.map(({ name }) => ({ topic: name, partition: 0, offset: 0 })),
      )
    }
  }

  /** Puts records into the log as if they had come at their arrival times. */
  async load(records: readonly Arriving[]): Promise<void> {
    for (const { record, arrival } of records) {
      this.arrival = arrival
      await this.log.append([record])
    }
    this.arrival = undefined
  }

  /** Processes that run these stages, all read models and what else is given. */
  cluster(stages: readonly Stage[], others: readonly Role[] = []): Cluster {
    const { scheduler, trace, faults, nodes } = this.options
    const roles = [
      ...stages.map((stage) => stageRole(stage, this.world)),
      ...models.map((model) => projectionRole(model, this.store, this.world)),
    ]
    const each = Array.from({ length: nodes }, () => roles)
    const plan = { scheduler, trace, world: this.world, faults, nodes: others.length > 0 ? [...each, others] : each }
    return new Cluster({ ...plan, maintain: () => this.maintain() })
  }

  /** True when these stages and all read models have consumed everything. */
  async isDone(stages: readonly Stage[]): Promise<boolean> {
    for (const stage of stages) if (!(await this.hasReadAll(stage))) return false
    const infos = await this.log.partitions()
    for (const model of models) {
      const inputs = infos.filter(({ topic }) => model.reads.some(({ name }) => name === topic))
      const { checkpoints } = await this.store.open(model, this.log.id, inputs)
      const behind = checkpoints.some(({ topic, next }) => next < (inputs.find((input) => input.topic === topic)?.end ?? 0))
      if (behind) return false
    }
    return true
  }

  /** All that came from outside, in the order of arrival. */
  async harvest(): Promise<readonly Arriving[]> {
    for (const [topic, from] of this.harvestedTo) {
      for await (const { offset, key, value, headers, arrival } of readAll(this.log, topic, 0, from)) {
        this.harvested.push({ record: { topic, partition: 0, key, value, headers }, arrival })
        this.harvestedTo.set(topic, offset + 1)
      }
    }
    return this.harvested
  }

  private async maintain(): Promise<void> {
    await this.harvest()
    const { now, random } = this.options.scheduler
    const maxAgeMs = this.retains ? Number.POSITIVE_INFINITY : random.pick([0, 1_000, 10_000, 3_600_000])
    await this.log.maintain(
      now,
      [SystemTelemetryRaw, ScheduleTicks].map(({ name }) => ({ topic: name, maxAgeMs })),
    )
  }

  private async hasReadAll(stage: Stage): Promise<boolean> {
    const inputs = inputsOf(stage)
    const reached = this.reached.get(stage.name) ?? { from: 0, position: inputs.map(() => 0) }
    this.reached.set(stage.name, reached)
    for await (const { offset, epoch } of readEpochs(this.log, this.ports.codec, `${stage.name}.epochs`, 0, reached.from)) {
      reached.from = offset + 1
      for (const { ranges } of epoch.cuts) for (const { input, to } of ranges) reached.position[input] = to
    }
    for (const [input, { name }] of inputs.entries()) {
      if (reached.position[input] < (await this.log.bounds(name, 0)).end) return false
    }
    return true
  }
}

function schedulerClock(scheduler: Scheduler) {
  return {
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          cancel()
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const cancel = scheduler.after(ms, wake)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    pause: () => new Promise<void>((resolve) => void scheduler.after(0, resolve)),
  }
}
