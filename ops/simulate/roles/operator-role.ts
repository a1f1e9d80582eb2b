import type { Rule } from '../../../streams/sense/rules/rule.ts'
import { changeRules } from '../../rules/change-rules.ts'
import type { Role } from '../node.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

/** Documents of rules, and how many of them are known to hold; whoever goes on after a crash begins with the one that is not. */
export interface Operating {
  readonly changes: readonly { readonly due: number; readonly rules: readonly Rule[] }[]
  confirmed: number
  /** So many changes were begun, each under an id of its own. */
  begun: number
}

/** Somebody who puts one document of rules after the other into force at its time, again and again until that is confirmed. */
export function operatorRole(operating: Operating, world: RoleWorld): Role {
  return (process) => {
    const { log, codec, clock } = portsOf(process, world)
    const now = () => process.around.scheduler.now
    const newId = () => `rules ${++operating.begun}`
    let stopped = false
    const operate = async (): Promise<void> => {
      while (!stopped && operating.confirmed < operating.changes.length) {
        const { due, rules } = operating.changes[operating.confirmed]
        if (due > now()) await clock.sleep(due - now())
        try {
          await changeRules({ log, codec, now, newId }, rules, 'simulation')
          operating.confirmed++
        } catch {
          await clock.sleep(50)
        }
      }
    }
    void operate()
    return {
      async stop() {
        stopped = true
      },
    }
  }
}
