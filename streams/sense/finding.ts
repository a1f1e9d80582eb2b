import { tenantOf } from '../../schemas/cloudevents/tenant-of.ts'
import type { FrameView } from '../../schemas/codec/codec.ts'
import type { Finding, Method } from '../../schemas/generated/records.ts'
import { SenseFindings } from '../../schemas/topics.ts'
import type { Context } from '../runtime/api/processor.ts'
import { surprise } from '../stats/surprise.ts'
import { adviceFor } from './advice.ts'
import { companionsOf } from './companions.ts'
import { type Ending, episodeOf } from './episode.ts'
import { gravityOf } from './gravity.ts'
import { hintOf } from './hint.ts'
import { kinds } from './series-limits.ts'
import type { SeriesTable } from './series-table.ts'

/** Spreads on each side of the centre that a person would call ordinary. */
const BAND = 1.5
/** From this many spreads on, an alarm on a series whose bad direction is known is critical. */
const CRITICAL = 12
/** So many findings of a frame are told with what moves with them: of a storm nobody reads more, and each costs a look at every series. */
const WITH_COMPANIONS = 20

export interface Observation {
  readonly method: Method
  readonly value: number
  readonly centre: number
  readonly spread: number
  /** How the expectation came about, for the hint. */
  readonly basis: string
  /** In place of the sentence that the numbers give. */
  readonly hint?: string
}

/** Notes what a detector says of one series; raised without an ending, cleared with one. Sent with the frame's others at its end. */
export function find(
  slot: number,
  frame: Pick<FrameView, 'source' | 'at'>,
  table: SeriesTable,
  seen: Observation,
  ending?: Ending,
): void {
  const metric = table.names[slot]
  const limits = kinds[table.kinds[slot]]
  const { strength, from } = episodeOf(table, slot)
  const low = seen.centre - BAND * seen.spread
  const high = seen.centre + BAND * seen.spread
  // What a sensor measures is never below zero.
  const band = { low: limits === kinds[0] ? low : Math.max(low, 0), high: limits.unit === '%' ? Math.min(high, 100) : high }
  const finding: Finding = {
    source: frame.source,
    metric,
    at: frame.at,
    phase: ending === undefined ? 'raised' : 'cleared',
    method: seen.method,
    severity: limits.direction === 0 ? 'info' : strength >= CRITICAL ? 'critical' : 'warning',
    score: surprise(strength),
    value: seen.value,
    expected: seen.centre,
    ...band,
    from,
    rule: null,
    hint:
      seen.hint ??
      hintOf({
        metric,
        unit: limits.unit,
        value: seen.value,
        ...band,
        basis: seen.basis,
        lastedMs: frame.at - from,
        ending,
        advice: adviceFor(metric),
      }),
  }
  table.found ??= []
  table.found.push({ slot, finding })
}

/**
 * Emits the frame's findings, the gravest first, so that the first few of a burst are the ones worth telling. The key is the tenant
 * alone: the budget of an installation is one state on the decision side.
 */
export function emitFindings(ctx: Context<SeriesTable, unknown>): void {
  const { found } = ctx.state
  if (found === undefined) return
  ctx.state.found = undefined
  const key = tenantOf(ctx.key)
  for (const [nth, { slot, finding }] of found.sort((a, b) => graver(a.finding, b.finding)).entries()) {
    const companions = finding.phase === 'raised' && nth < WITH_COMPANIONS ? companionsOf(ctx.state, slot) : ''
    ctx.emit(SenseFindings, 'Finding', { ...finding, hint: finding.hint + companions }, { key })
  }
}

/** By severity, then score; what is equal stays in the order of the series. */
function graver(a: Finding, b: Finding): number {
  return gravityOf(b.severity) - gravityOf(a.severity) || b.score - a.score
}
