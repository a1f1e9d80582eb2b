import type { Static } from '@sinclair/typebox'
import type { Finding, Signal } from '../../schemas/generated/records.ts'
import { InsightSignals, SenseFindings } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { refilled } from '../stats/token-bucket.ts'
import { AlarmBudgetConfig } from './alarm-budget-config.ts'
import { type BudgetState, type Burst, budgetState, type Episode, type Member } from './budget-state.ts'

type BudgetContext = Context<BudgetState, Static<typeof AlarmBudgetConfig>>

const DAY_MS = 86_400_000
const EXPIRY = 'expiry'
/** A single sample spoke: worth to be seen, and to be confirmed by another method, but no reason to call a person. */
const FAINT = 'faint'

/**
 * Decides which findings call a person. Every finding becomes a signal; those that are held back carry the reason. What was raised is
 * cleared under the same id and with the same mark; the leading signal of an episode only when every method sees its end.
 *
 * Findings are keyed by tenant, so the budget of an installation is one state.
 */
export const alarmBudget = processor({
  name: 'alarm-budget',
  reads: [SenseFindings],
  writes: [InsightSignals],
  config: AlarmBudgetConfig,
  state: budgetState,
  on: {
    Finding(finding, ctx) {
      if (finding.phase === 'raised') raise(finding, ctx)
      else if (finding.phase === 'cleared') clear(finding, ctx)
      if (ctx.state.episodes.size > 0) ctx.wakeAt(EXPIRY, ctx.at + ctx.config.forgetMs)
    },
    Timer(_, ctx) {
      for (const [key, episode] of ctx.state.episodes) {
        if (ctx.at - episode.heardAt >= ctx.config.forgetMs) abandon(key, episode, ctx)
      }
      if (ctx.state.episodes.size > 0) ctx.wakeAt(EXPIRY, ctx.at + ctx.config.forgetMs)
    },
  },
})

function raise(finding: Finding, ctx: BudgetContext): void {
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
  if (known === undefined) episode.members.push(tell(finding, isFaint(episode) ? heldBecause(finding, ctx) : 'duplicate', ctx))
  else known.ended = null
}

function clear(finding: Finding, ctx: BudgetContext): void {
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

/** Ends an episode of which nothing is heard any more. */
function abandon(key: string, episode: Episode, ctx: BudgetContext): void {
  ctx.state.episodes.delete(key)
  const hint = `${episode.metric} is no longer followed: nothing was heard of this episode`
  for (const { id, method, held } of episode.members) {
    emit({ ...episode.raised, at: Math.max(ctx.at, episode.heardAt), phase: 'cleared', method, id, held, hint }, ctx)
  }
}

/** What is given up first when there are too many: the oldest that nobody was called for because it is faint, else the oldest. */
function leastOf(episodes: BudgetState['episodes']): [string, Episode] {
  for (const entry of episodes) if (isFaint(entry[1])) return entry
  const [oldest] = episodes
  return oldest
}

function isFaint({ members }: Episode): boolean {
  return members.every(({ held }) => held === FAINT)
}

/** Why no person is called for what begins a new episode; null when one is. */
function heldBecause(finding: Finding, ctx: BudgetContext): Signal['held'] {
  if (finding.method === 'novelty') return FAINT
  const burst = burstOf(finding, ctx)
  if (!burst.paid) return 'budget'
  if (burst.told >= ctx.config.burstSignals) return 'burst'
  burst.told += 1
  return null
}

/** The burst that the finding belongs to; a new one is paid for from the budget when there is enough. */
function burstOf(finding: Finding, ctx: BudgetContext): Burst {
  const { state, config } = ctx
  for (const [source, { lastAt }] of state.bursts) if (finding.at - lastAt > config.burstMs) state.bursts.delete(source)
  const open = state.bursts.get(finding.source)
  if (open !== undefined) {
    open.lastAt = Math.max(open.lastAt, finding.at)
    return open
  }
  const size = { size: config.perDay, periodMs: DAY_MS }
  const bucket = refilled(state.bucket ?? { tokens: config.perDay, at: finding.at }, finding.at, size)
  const paid = bucket.tokens >= 1
  state.bucket = paid ? { ...bucket, tokens: bucket.tokens - 1 } : bucket
  const burst = { lastAt: finding.at, told: 0, paid }
  state.bursts.set(finding.source, burst)
  return burst
}

function tell(finding: Finding, held: Signal['held'], ctx: BudgetContext): Member {
  const id = ctx.nextId()
  emit({ ...finding, id, held }, ctx)
  return { id, method: finding.method, held, ended: null }
}

/** Signals stand under the key of their source, as everything about it. */
function emit(signal: Signal, ctx: BudgetContext): void {
  ctx.emit(InsightSignals, 'Signal', signal, { key: `${ctx.key}/${signal.source}`, at: signal.at })
}

function seriesKey({ source, metric }: Finding): string {
  return JSON.stringify([source, metric])
}
