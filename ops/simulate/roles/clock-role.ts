import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { startTickClock, type TickClock } from '../../../streams/runtime/clock/tick-clock.ts'
import type { Role } from '../node.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

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
