import type { Finding, Signal } from '../../schemas/generated/records.ts'
import { type BucketSize, takeToken } from '../stats/token-bucket.ts'
import type { BudgetContext, Burst, Mute } from './budget-state.ts'
import { isGraver } from './gravity.ts'
import { matchesGlob } from './requests/matches-glob.ts'

const DAY_MS = 86_400_000

/** What becomes of a finding that begins a new episode. */
export interface Verdict {
  /** Why no person is called; null when one is. */
  readonly held: Signal['held']
  /** Whether that went over the budget. */
  readonly isOver: boolean
}

/** Whether a person is called for what begins a new episode. What is held back before it costs no budget. */
export function heldBecause(finding: Finding, ctx: BudgetContext): Verdict {
  // A single sample spoke: worth to be seen, and to be confirmed by another method, but no reason to call a person.
  if (finding.method === 'novelty') return within('faint')
  const mute = muteOf(finding, ctx)
  if (mute !== undefined) {
    mute.held += 1
    return within('muted')
  }
  if (isFalseAlarm(finding, ctx)) return within('false_alarm')
  // Somebody has asked for exactly this, so it is theirs to make it rare: it neither waits for the budget nor spends it.
  if (finding.method === 'rule') return within(null)
  const burst = burstOf(finding, ctx)
  const isOver = !burst.paid && isPaidFromReserve(burst, finding, ctx)
  if (!burst.paid) return within('budget')
  // Who was called looks at the source anyway; only that it is graver than was said is worth another call.
  const isNews = burst.told === 0 || isGraver(finding.severity, burst.gravest)
  if (!isNews || burst.told >= ctx.config.burstSignals) return within('burst')
  burst.told += 1
  burst.gravest = finding.severity
  return { held: null, isOver }
}

function within(held: Signal['held']): Verdict {
  return { held, isOver: false }
}

/** What a series and a method, or a rule, are called among the false alarms. */
export function falseAlarmKey({ source, metric, rule }: Finding, method: Finding['method']): string {
  return JSON.stringify(rule ? [source, metric, method, rule] : [source, metric, method])
}

function muteOf({ source, metric }: Finding, { state }: BudgetContext): Mute | undefined {
  for (const mute of state.mutes.values()) {
    if (matchesGlob(mute.source, source) && matchesGlob(mute.metric, metric)) return mute
  }
  return undefined
}

/** Whether the like was reported as no trouble, and this is not more surprising. */
function isFalseAlarm(finding: Finding, { state }: BudgetContext): boolean {
  const { method, score, at } = finding
  const reported = state.falseAlarms.get(falseAlarmKey(finding, method))
  return reported !== undefined && at < reported.until && score <= reported.score
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
  const { bucket, taken: paid } = takeToken(state.bucket, finding.at, sizeOf(ctx))
  state.bucket = bucket
  const burst = { lastAt: finding.at, told: 0, gravest: 'unknown' as const, paid }
  state.bursts.set(finding.source, burst)
  return burst
}

/** Nobody may be left without the gravest because lesser things came first: once more as much is kept for what is critical. */
function isPaidFromReserve(burst: Burst, { severity, at }: Finding, ctx: BudgetContext): boolean {
  if (severity !== 'critical') return false
  const { bucket, taken } = takeToken(ctx.state.reserve, at, sizeOf(ctx))
  ctx.state.reserve = bucket
  burst.paid = taken
  return taken
}

function sizeOf({ config }: BudgetContext): BucketSize {
  return { size: config.perDay, periodMs: DAY_MS }
}
