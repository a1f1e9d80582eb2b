import { TelemetryBars } from '../../schemas/topics.ts'
import type { Context } from '../runtime/api/processor.ts'
import { type BarTable, cellOf, countOf, LARGEST, LAST, LEAST, SUM, settle } from './bar-table.ts'

/** Metrics of one record, so that it stays far below the largest that a log takes. */
const METRICS_A_RECORD = 1000

/** Emits what a table holds as bars, in the order of its metrics; nothing when nothing was measured. */
export function emitBar(table: BarTable, widthMs: number, source: string, ctx: Context<unknown, unknown>): void {
  settle(table)
  const measured = [...table.names.keys()].filter((slot) => countOf(table, slot) > 0)
  for (let from = 0; from < measured.length; from += METRICS_A_RECORD) {
    const slots = measured.slice(from, from + METRICS_A_RECORD)
    const column = (number: number) => slots.map((slot) => cellOf(table, slot, number))
    ctx.emit(TelemetryBars, 'Bar', {
      source,
      start: table.start,
      widthMs,
      metrics: slots.map((slot) => table.names[slot]),
      count: slots.map((slot) => countOf(table, slot)),
      min: column(LEAST),
      max: column(LARGEST),
      mean: slots.map((slot) => meanOf(table, slot)),
      last: column(LAST),
    })
  }
}

/** What adding up has rounded must not bring the mean of equal values beside them. */
function meanOf(table: BarTable, slot: number): number {
  const mean = cellOf(table, slot, SUM) / countOf(table, slot)
  return Math.min(cellOf(table, slot, LARGEST), Math.max(cellOf(table, slot, LEAST), mean))
}
