import { lastTick } from '../../../streams/runtime/clock/last-tick.ts'
import type { Rule } from '../../../streams/sense/rules/rule.ts'
import { thisUser } from '../../audit/this-user.ts'
import { changeRules } from '../../rules/change-rules.ts'
import type { Base } from './base.ts'

/**
 * Makes the rules of `rules.yaml` those of the log, where they are others. Without the file those stay that were made last.
 * @throws what the log throws
 */
export async function startRules({ ports, logger }: Base, rules: readonly Rule[] | undefined, hasTape: boolean): Promise<void> {
  if (rules === undefined) return
  const { log, codec, clock } = ports
  // A tape brings its own time, which may be long past: its rules are to be there before it goes on.
  const at = hasTape ? await lastTick(log, codec) : clock.now()
  const { changed } = await changeRules({ log, codec, now: () => at }, rules, thisUser())
  if (changed) logger.info({ rules: rules.length }, 'the rules have changed')
}
