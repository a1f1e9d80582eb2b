import type { Finding, Signal } from '../../schemas/generated/records.ts'
import { InsightSignals } from '../../schemas/topics.ts'
import type { BudgetContext, BudgetState, Episode, Member } from './budget-state.ts'
import { heldBecause, type Verdict } from './held-because.ts'

/** A finding begins an episode, or joins the one of its series. */
export function raiseFinding(finding: Finding, ctx: BudgetContext): void {
  const { episodes } = ctx.state
  const key = seriesKey(finding)
  const episode = episodes.get(key)
  if (episode === undefined) {
    const member = tell(finding, heldBecause(finding, ctx), ctx)
    episodes.set(key, { source: finding.source, metric: finding.metric, members: [member], raised: finding, heardAt: finding.at })
    if (episodes.size > ctx.config.openEpisodes) abandon(...leastOf(episodes), ctx)
    return
  }
  episode.heardAt = Math.max(episode.heardAt, finding.at)
  const known = episode.members.find((member) => member.method === finding.method)
  if (known !== undefined) {
    known.ended = null
    return
  }
  const mayCall = isQuiet(episode) || (finding.severity === 'critical' && isUnheard(episode))
  episode.members.push(tell(finding, mayCall ? heldBecause(finding, ctx) : DUPLICATE, ctx))
  if (mayCall && !isQuiet(episode)) episode.raised = finding
}

/** A method sees the end of its episode; it is over when every method does. */
export function clearFinding(finding: Finding, ctx: BudgetContext): void {
  const key = seriesKey(finding)
  const episode = ctx.state.episodes.get(key)
  const member = episode?.members.find(({ method }) => method === finding.method)
  if (episode === undefined || member === undefined) return
  episode.heardAt = Math.max(episode.heardAt, finding.at)
  member.ended = finding
  if (episode.members.some(({ ended }) => ended === null)) return
  ctx.state.episodes.delete(key)
  for (const { id, held, ended } of episode.members) emit({ ...(ended ?? finding), at: finding.at, id, held }, ctx)
}

/** Ends episodes of which nothing is heard any more. */
export function abandonEpisodes(ctx: BudgetContext): void {
  for (const [key, episode] of ctx.state.episodes) {
    if (ctx.at - episode.heardAt >= ctx.config.forgetMs) abandon(key, episode, ctx)
  }
}

/** Ends an episode for a reason of its own. */
export function endEpisode(key: string, episode: Episode, hint: string, ctx: BudgetContext): void {
  ctx.state.episodes.delete(key)
  for (const member of episode.members) clearMember(member, episode, hint, ctx)
}

/**
 * Tells an episode again that a mute has held back: its signals are cleared, and what still lasts is raised under new ids.
 * @returns whether it was held back and lasts
 */
export function tellAgain(episode: Episode, ctx: BudgetContext): boolean {
  if (!episode.members.some(({ held }) => held === 'muted')) return false
  const hint = `${episode.metric}: the mute is over; what lasts is told anew`
  const before = episode.members.splice(0)
  for (const member of before) clearMember(member, episode, hint, ctx)
  for (const { method, score } of before.filter(({ ended }) => ended === null)) {
    const finding = { ...episode.raised, method, score, at: Math.max(ctx.at, episode.heardAt) }
    episode.members.push(tell(finding, isQuiet(episode) ? heldBecause(finding, ctx) : DUPLICATE, ctx))
  }
  return true
}

function abandon(key: string, episode: Episode, ctx: BudgetContext): void {
  endEpisode(key, episode, `${episode.metric} is no longer followed: nothing was heard of this episode`, ctx)
}

function clearMember({ id, method, held }: Member, episode: Episode, hint: string, ctx: BudgetContext): void {
  const at = Math.max(ctx.at, episode.heardAt)
  emit({ ...episode.raised, at, phase: 'cleared', method, id, held, hint }, ctx)
}

/** What is given up first when there are too many: the oldest that called for nobody by what it is, else the oldest. */
function leastOf(episodes: BudgetState['episodes']): [string, Episode] {
  for (const entry of episodes) if (isQuiet(entry[1])) return entry
  const [oldest] = episodes
  return oldest
}

/** Whether another method that says the same may still call a person. */
function isQuiet({ members }: Episode): boolean {
  return members.every(({ held }) => held === 'faint' || held === 'false_alarm')
}

/** Whether it was something for a person, and there was nothing left of the budget to call one. */
function isUnheard({ members }: Episode): boolean {
  return members.every(({ held }) => held !== null) && members.some(({ held }) => held === 'budget')
}

const DUPLICATE: Verdict = { held: 'duplicate', isOver: false }

function tell(finding: Finding, { held, isOver }: Verdict, ctx: BudgetContext): Member {
  const id = ctx.nextId()
  const hint = isOver ? `${finding.hint}; told over the alarm budget of the day, because it is critical` : finding.hint
  emit({ ...finding, hint, id, held }, ctx)
  return { id, method: finding.method, held, score: finding.score, ended: null, acknowledged: false }
}

/** Signals stand under the key of their source, as everything about it. */
function emit(signal: Signal, ctx: BudgetContext): void {
  ctx.emit(InsightSignals, 'Signal', signal, { key: `${ctx.key}/${signal.source}`, at: signal.at })
}

/** What a rule says of a series is an episode of its own. */
function seriesKey({ source, metric, rule }: Finding): string {
  return JSON.stringify(rule ? [source, metric, rule] : [source, metric])
}
