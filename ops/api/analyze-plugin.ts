import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { changePoints } from '../../streams/stats/change-points.ts'
import { analyzeRows } from '../analyze/analyze-rows.ts'

interface Body {
  readonly values?: readonly (readonly [number, number])[]
  readonly source?: string
  readonly metric?: string
  readonly query?: string
  readonly prom_query?: string
  readonly lookback?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly record?: boolean
}

const Name = Type.String({ minLength: 1, maxLength: 256 })
const Found = Type.Object({
  at: Type.Integer({ description: 'Event time, milliseconds since 1970' }),
  method: Type.String(),
  score: Type.Number({ description: 'How surprising, 0 to 1' }),
  severity: Type.String(),
  value: Type.Number(),
  expected: Type.Number(),
  hint: Type.String(),
})

const schema = {
  summary: 'What the detectors would have said of a series, and where its mean changes; nothing is written',
  tags: ['analyze'],
  body: Type.Object(
    {
      values: Type.Optional(
        Type.Array(Type.Tuple([Type.Integer(), Type.Number()]), {
          minItems: 1,
          maxItems: 3_000,
          description: 'Times in milliseconds since 1970, ascending, each with its value',
        }),
      ),
      source: Type.Optional(Name),
      metric: Type.Optional({
        ...Name,
        description: 'A name that the sensor catalogue knows gives its unit and its bad direction',
      }),
      query: Type.Optional(Type.String()),
      prom_query: Type.Optional(Type.String()),
      lookback: Type.Optional(Type.String()),
      labels: Type.Optional(Type.Record(Type.String(), Type.String())),
      record: Type.Optional(Type.Boolean({ description: 'true is refused: nothing is recorded here' })),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      score: Type.Number({ description: 'Of the most surprising finding; 0 when there is none' }),
      method: Type.Union([Type.String(), Type.Null()], { description: 'Its method; null when there is none' }),
      hint: Type.String(),
      samples: Type.Integer(),
      changes: Type.Array(Type.Object({ at: Type.Integer(), before: Type.Number(), after: Type.Number() })),
      findings: Type.Array(Found, { description: 'In the order of the series, the begin of each episode' }),
    }),
  },
}

/** `POST /analyze`: the same functions as `homeostat analyze FILE`, on one series. */
export const analyzePlugin: FastifyPluginAsync = async (app) => {
  app.post<{ Body: Body }>('/analyze', { schema }, async ({ body }) => {
    const { source = 'series', metric = 'value' } = body
    const rows = framesOf(valuesOf(body), source, metric)
    const { series } = await analyzeRows(rows, senseStage.processors, changePoints)
    const [{ samples, changes, findings }] = series
    const raised = findings.filter(({ phase }) => phase === 'raised')
    const [worst] = raised.toSorted((a, b) => b.score - a.score)
    const nothing = `nothing was found in ${samples} samples; before 120 of them no detector speaks`
    return {
      score: worst?.score ?? 0,
      method: worst?.method ?? null,
      hint: worst?.hint ?? nothing,
      samples,
      changes,
      findings: raised,
    }
  })
}

/** @throws HS_ANALYZE_RECORD, HS_ANALYZE_QUERY, HS_BODY_MALFORMED */
function valuesOf({ values, query, prom_query, record }: Body): readonly (readonly [number, number])[] {
  if (record) throw new HomeostatError('HS_ANALYZE_RECORD')
  const asked = prom_query ?? query
  if (asked !== undefined) throw new HomeostatError('HS_ANALYZE_QUERY', { value: asked.slice(0, 100) })
  if (values === undefined) throw new HomeostatError('HS_BODY_MALFORMED', { message: 'There is no `values` in the body.' })
  const wrong = values.findIndex(([at], i) => i > 0 && at <= values[i - 1][0])
  if (wrong < 0) return values
  throw new HomeostatError('HS_BODY_MALFORMED', {
    value: wrong,
    message: `The time of value ${wrong} is not later than the one before.`,
  })
}

async function* framesOf(values: readonly (readonly [number, number])[], source: string, metric: string) {
  for (const [index, [at, value]] of values.entries()) {
    yield { line: index + 1, frame: { source, at, names: [metric], values: Float64Array.of(value), labels: {} } }
  }
}
