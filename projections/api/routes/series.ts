import { type Static, Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { sensorOf } from '../../../schemas/telemetry/sensors.ts'
import type { Reading } from '../reading.ts'
import { downSample } from '../series/down-sample.ts'
import { readSeries } from '../series/read-series.ts'
import { resolutions } from '../series/resolution.ts'
import { readTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Question = Type.Object(
  {
    source: Type.String(),
    metric: Type.String(),
    from: Type.String({ description: 'RFC 3339 or milliseconds since 1970' }),
    to: Type.String({ description: 'Exclusive; at most 731 days after `from`' }),
    points: Type.Integer({
      minimum: 1,
      maximum: 5_000,
      default: 600,
      description: 'More samples or bars are summed up to this many',
    }),
  },
  { additionalProperties: false },
)

const Numbers = (description: string) => Type.Array(Type.Union([Type.Number(), Type.Null()]), { description })

const Answer = Type.Object({
  source: Type.String(),
  metric: Type.String(),
  unit: Type.String({ description: 'Empty when it is not known or there is none' }),
  resolution: Type.Union(
    resolutions.map((resolution) => Type.Literal(resolution)),
    {
      description:
        'What was read: every sample, or bars of a quarter of an hour or an hour; what is too young for bars is read at finer resolutions',
    },
  ),
  samples: Type.Integer({ description: 'How many were measured in the range, or in the bars that begin in it' }),
  at: Type.Array(Type.Integer(), { description: 'Event times, milliseconds since 1970; of a sum the first' }),
  value: Numbers('Values, or means of what was summed up; null where not finite'),
  low: Numbers('Least value of each point'),
  high: Numbers('Largest value of each point'),
})

/** What /series answers. */
export type SeriesView = Static<typeof Answer>

/** One metric of one source: every sample, or bars where the range is long for the number of points. */
export function seriesRoutes(api: Api, reading: Reading): void {
  const schema = { summary: 'One metric of one source over time', querystring: Question, response: { 200: Answer } }
  api.get('/series', { schema, config: { readModels: ['series'] } }, async ({ query: { source, metric, points, ...range } }) => {
    const [from, to] = [readTime(range.from), readTime(range.to)]
    if (!(to > from && to - from <= LONGEST_RANGE_MS)) {
      throw new HomeostatError('HS_RANGE_TOO_LONG', { value: to - from, limit: LONGEST_RANGE_MS })
    }
    const { resolution, samples } = await readSeries(reading, { source, metric, from, to, points })
    return {
      source,
      metric,
      unit: sensorOf(metric)?.unit ?? '',
      resolution,
      samples: samples.reduce((sum, { count }) => sum + count, 0),
      ...downSample(samples, points),
    }
  })
}

/** For as long as bars of an hour are kept. */
const LONGEST_RANGE_MS = 731 * 86_400_000
