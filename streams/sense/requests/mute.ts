import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { MuteRequested, UnmuteRequested } from '../../../schemas/generated/records.ts'
import { ControlAnswers } from '../../../schemas/topics.ts'
import { tellAgain } from '../budget-episodes.ts'
import type { BudgetContext } from '../budget-state.ts'
import { duration } from '../hint.ts'
import type { Check } from './answer-request.ts'

const MOST_MUTES = 100

/**
 * From here on new episodes of what is named call nobody.
 * @throws HS_MUTE_PAST, HS_MUTE_TOO_LONG, HS_MUTES_TOO_MANY
 */
export const mute: Check<MuteRequested> = ({ id, source, metric, until, reason, by }, ctx) => {
  const { state, config } = ctx
  const longest = config.longestMuteMs
  if (until <= ctx.at) throw new HomeostatError('HS_MUTE_PAST', { value: iso(until), limit: iso(ctx.at) })
  if (until - ctx.at > longest)
    throw new HomeostatError('HS_MUTE_TOO_LONG', { value: duration(until - ctx.at), limit: duration(longest) })
  if (state.mutes.size >= MOST_MUTES)
    throw new HomeostatError('HS_MUTES_TOO_MANY', { value: state.mutes.size + 1, limit: MOST_MUTES })
  return () => {
    state.mutes.set(id, { source, metric, until, held: 0 })
    ctx.wakeAt(timerOf(id), until)
    ctx.emit(ControlAnswers, 'MuteBegan', { id, source, metric, at: ctx.at, until, reason, by }, { key: `${ctx.key}/${id}` })
  }
}

/**
 * A mute ends before its time.
 * @throws HS_MUTE_UNKNOWN also when it has ended before
 */
export const endMute: Check<UnmuteRequested> = ({ mute: id, by }, ctx) => {
  if (!ctx.state.mutes.has(id)) {
    throw new HomeostatError('HS_MUTE_UNKNOWN', { value: id, message: `There is no mute ${id}, or it is over.` })
  }
  return () => end(id, by, ctx)
}

/** The time of a mute is over. */
export function endMuteInTime(timer: string, ctx: BudgetContext): void {
  const id = timer.slice(TIMER.length)
  if (ctx.state.mutes.has(id)) end(id, '', ctx)
}

function end(id: string, by: string, ctx: BudgetContext): void {
  const { mutes, episodes } = ctx.state
  const held = mutes.get(id)?.held ?? 0
  mutes.delete(id)
  ctx.cancel(timerOf(id))
  const event = { id, at: ctx.at, by, held }
  let raised = 0
  for (const episode of episodes.values()) if (tellAgain(episode, ctx)) raised += 1
  ctx.emit(ControlAnswers, 'MuteEnded', { ...event, raised }, { key: `${ctx.key}/${id}` })
}

const TIMER = 'mute '

function timerOf(id: string): string {
  return `${TIMER}${id}`
}

function iso(at: number): string {
  return Number.isFinite(new Date(at).getTime()) ? new Date(at).toISOString() : String(at)
}
