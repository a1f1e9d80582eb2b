import type { NewRecord } from '../../../streams/runtime/log/log.ts'
import type { Role } from '../node.ts'
import type { People } from '../requests/draw-requests.ts'
import { raisedSignals } from '../requests/raised-signals.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

/** What people have asked for; whoever asks for them after a crash goes on from it. */
export interface Asked {
  readonly dues: readonly number[]
  confirmed: number
  /** What may have arrived or not: it is asked again under the same id. */
  open: NewRecord | undefined
}

/** People who look at the signals and ask for something at their time, again and again until it is confirmed. */
export function peopleRole(people: People, asked: Asked, world: RoleWorld): Role {
  return (process) => {
    const { log, codec, clock } = portsOf(process, world)
    let stopped = false
    const ask = async (): Promise<void> => {
      while (!stopped && asked.confirmed < asked.dues.length) {
        const { now } = process.around.scheduler
        const early = asked.dues[asked.confirmed] - now
        if (early > 0) await clock.sleep(early)
        try {
          asked.open ??= people.ask(now, await raisedSignals(log, codec))
          await log.append([asked.open])
          asked.open = undefined
          asked.confirmed++
        } catch {
          await clock.sleep(50)
        }
      }
    }
    void ask()
    return {
      async stop() {
        stopped = true
      },
    }
  }
}
