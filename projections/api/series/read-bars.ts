import { barWidths } from '../../../schemas/telemetry/bar-widths.ts'
import { hourBarsTable, longestRowMs, quarterBarsTable } from '../../models/bars.ts'
import type { Row } from '../../table/table.ts'
import { type Reading, TENANT } from '../reading.ts'
import { listOf } from './list-of.ts'
import { type Sample, together } from './sample.ts'

/** The bars of a metric that begin from `from` to before `to`, by time; those of one start are added up. */
export async function readBars(
  reading: Reading,
  width: '15m' | '1h',
  { source, metric }: { source: string; metric: string },
  from: number,
  to: number,
): Promise<Sample[]> {
  const [table, widthMs] = width === '1h' ? [hourBarsTable, barWidths.hourMs] : [quarterBarsTable, barWidths.quarterMs]
  const rows = await reading.select(TENANT, {
    table,
    where: [
      { column: 'source', is: '=', value: source },
      { column: 'bucket', is: '>', value: from - longestRowMs(widthMs) },
      { column: 'bucket', is: '<', value: to },
    ],
    order: ['bucket', 'partition', 'layout'],
    pick: { lists: ['samples', 'low', 'high', 'mean', 'last'], names: 'metrics', name: metric },
    limit: MOST_ROWS,
  })
  const byStart = new Map<number, Sample[]>()
  for (const bar of rows.flatMap(barsOf)) {
    if (bar.at >= from && bar.at < to) byStart.set(bar.at, [...(byStart.get(bar.at) ?? []), bar])
  }
  return [...byStart.values()].map(together).sort((a, b) => a.at - b.at)
}

/** Rows of the longest range, each with several lists of metrics. */
const MOST_ROWS = 5_000

function barsOf(row: Row): Sample[] {
  const [samples, low, high, mean] = [row.samples, row.low, row.high, row.mean].map(listOf)
  return listOf(row.start).map((at, i) => ({ at, value: mean[i], low: low[i], high: high[i], count: samples[i] }))
}
