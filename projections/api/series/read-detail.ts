import { BUCKET_MS, seriesTable } from '../../models/series.ts'
import { type Reading, TENANT } from '../reading.ts'
import { listOf } from './list-of.ts'
import type { Sample } from './sample.ts'

/** Every sample of a metric from `from` to before `to`, by time. */
export async function readDetail(
  reading: Reading,
  { source, metric }: { source: string; metric: string },
  from: number,
  to: number,
): Promise<Sample[]> {
  const rows = await reading.select(TENANT, {
    table: seriesTable,
    where: [
      { column: 'source', is: '=', value: source },
      { column: 'bucket', is: '>', value: from - BUCKET_MS },
      { column: 'bucket', is: '<', value: to },
    ],
    order: ['bucket', 'partition', 'layout'],
    pick: { lists: ['val'], names: 'metrics', name: metric },
    limit: MOST_ROWS,
  })
  return rows
    .flatMap((row) => {
      const values = listOf(row.val)
      return listOf(row.at).map((at, i) => single(at, values[i] ?? Number.NaN))
    })
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at)
}

/** Buckets of the longest range, each with several lists of metrics. */
const MOST_ROWS = 3_000

function single(at: number, value: number): Sample {
  return { at, value, low: value, high: value, count: 1 }
}
