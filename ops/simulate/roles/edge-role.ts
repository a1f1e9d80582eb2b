import type { NewRecord } from '../../../streams/runtime/log/log.ts'
import type { Role } from '../node.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

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
