import { SenseFindings } from '../../schemas/topics.ts'
import type { FrameView } from '../../schemas/codec/codec.ts'
import type { Method } from '../../schemas/generated/records.ts'
import type { Context } from '../runtime/api/processor.ts'
import { surprise } from '../stats/surprise.ts'
import { hintOf } from './hint.ts'
import { kinds } from './series-limits.ts'
import { FROM, type SeriesTable, STRENGTH } from './series-table.ts'
import { tenantOf } from './tenant-of.ts'
import type { Ending } from './episode.ts'

/** Spreads on each side of the centre that a person would call ordinary. */
const BAND = 3
/** From this many spreads on, an alarm on a series whose bad direction is known is critical. */
const CRITICAL = 20

export interface Observation {
  readonly method: Method
  readonly value: number
  readonly centre: number
  readonly spread: number
  /** How the expectation came about, for the hint. */
  readonly basis: string
}

/**
 * Emits what a detector says of one series; raised without an ending, cleared with one. The key is the tenant alone: the budget of an
 * installation is one state on the decision side.
 */
export function emitFinding(slot: number, frame: FrameView, ctx: Context<SeriesTable, unknown>, seen: Observation, ending?: Ending): void {
  const table = ctx.state
  const row = slot * table.width
  const metric = table.names[slot]
  const limits = kinds[table.kinds[slot]]
  const strength = table.cells[row + STRENGTH]
  const from = table.cells[row + FROM]
  const low = seen.centre - BAND * seen.spread
  const high = seen.centre + BAND * seen.spread
  const band = { low: limits.unit === '' ? low : Math.max(low, 0), high: limits.unit === '%' ? Math.min(high, 100) : high }
  ctx.emit(
    SenseFindings,
    'Finding',
    {
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
      hint: hintOf({ metric, unit: limits.unit, value: seen.value, ...band, basis: seen.basis, lastedMs: frame.at - from, ending }),
    },
    { key: tenantOf(ctx.key) },
  )
}
