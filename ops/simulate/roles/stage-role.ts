import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import type { TaskObserver } from '../../../streams/runtime/task/observer.ts'
import type { Role } from '../node.ts'
import { describe } from './describe.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

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
