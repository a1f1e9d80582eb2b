import { type Static, Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { sensorOf } from '../../../schemas/telemetry/sensors.ts'
import { BUCKET_MS, seriesTable } from '../../models/series.ts'
import { downSample } from '../down-sample.ts'
import { type Reading, TENANT } from '../reading.ts'
import { readTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Question = Type.Object(
  {
    source: Type.String(),
    metric: Type.String(),
    from: Type.String({ description: 'RFC 3339 or milliseconds since 1970' }),
    to: Type.String({ description: 'Exclusive; at most 24 hours after `from`' }),
    points: Type.Integer({ minimum: 1, maximum: 5_000, default: 600, description: 'More samples are summed up to this many' }),
  },
  { additionalProperties: false },
)

const Numbers = (description: string) => Type.Array(Type.Union([Type.Number(), Type.Null()]), { description })

const Answer = Type.Object({
  source: Type.String(),
  metric: Type.String(),
  unit: Type.String({ description: 'Empty when it is not known or there is none' }),
  samples: Type.Integer({ description: 'How many were measured in the range' }),
  at: Type.Array(Type.Integer(), { description: 'Event times, milliseconds since 1970; of a sum the first' }),
  value: Numbers('Values, or means of what was summed up; null where not finite'),
  low: Numbers('Least value of each point'),
  high: Numbers('Largest value of each point'),
})

/** What /series answers. */
export type SeriesView = Static<typeof Answer>

/** One metric of one source at full resolution, or summed up where there are more samples than points. */
export function seriesRoutes(api: Api, reading: Reading): void {
  const schema = { summary: 'One metric of one source over time', querystring: Question, response: { 200: Answer } }
  api.get('/series', { schema }, async ({ query: { source, metric, points, ...range } }) => {
    const [from, to] = [readTime(range.from), readTime(range.to)]
    if (!(to > from && to - from <= LONGEST_RANGE_MS)) {
      throw new HomeostatError('HS_RANGE_TOO_LONG', { value: to - from, limit: LONGEST_RANGE_MS })
    }
    const rows = await reading.select(TENANT, {
      table: seriesTable,
      where: [
        { column: 'source', is: '=', value: source },
        { column: 'bucket', is: '>', value: from - BUCKET_MS },
        { column: 'bucket', is: '<', value: to },
      ],
      order: ['bucket', 'partition', 'layout'],
      pick: { list: 'val', names: 'metrics', name: metric },
      limit: MOST_ROWS,
    })
    const samples = rows
      .flatMap((row) => lists(row.at).map((at, i) => ({ at, value: lists(row.val)[i] ?? Number.NaN })))
      .filter(({ at }) => at >= from && at < to)
      .sort((a, b) => a.at - b.at)
    return { source, metric, unit: sensorOf(metric)?.unit ?? '', samples: samples.length, ...downSample(samples, points) }
  })
}

const LONGEST_RANGE_MS = 24 * 3_600_000
/** Buckets of the longest range, each with several lists of metrics. */
const MOST_ROWS = 3_000

function lists(cell: unknown): readonly number[] {
  return Array.isArray(cell) ? cell : []
}
