import { Type } from '@sinclair/typebox'

const Name = Type.String({ minLength: 1, maxLength: 256 })
const Expression = Type.String({ minLength: 1, maxLength: 10_000 })
const Labels = Type.Record(Type.String(), Type.String())

const Found = Type.Object({
  at: Type.Integer({ description: 'Event time, milliseconds since 1970' }),
  method: Type.String(),
  score: Type.Number({ description: 'How surprising, 0 to 1' }),
  severity: Type.String(),
  value: Type.Number(),
  expected: Type.Number(),
  hint: Type.String(),
})

const judgement = {
  metric: Type.String(),
  labels: Labels,
  score: Type.Number({ description: 'Of the most surprising finding; of the newest sample where there is none' }),
  method: Type.Union([Type.String(), Type.Null()], { description: 'What the score is by; null for a series that is too short' }),
  hint: Type.String(),
  zscore: Type.Union([Type.Number(), Type.Null()], {
    description: 'Standard deviations of the newest sample from the mean of all before it; null when these are fewer than 2',
  }),
  ewma: Type.Union([Type.Number(), Type.Null()], {
    description: 'Spreads of the newest sample from the moving centre; null before 120 samples',
  }),
  samples: Type.Integer(),
  changes: Type.Array(Type.Object({ at: Type.Integer(), before: Type.Number(), after: Type.Number() })),
  findings: Type.Array(Found, { description: 'In the order of the series, the begin of each episode' }),
}

export const analyzeSchema = {
  summary: 'What the detectors would have said of a series, and where its mean changes; nothing is written',
  description:
    'Either `values`, or a PromQL expression as `query` or `prom_query`, which the Prometheus of PROM_URL or of sources.yaml is asked for.',
  tags: ['analyze'],
  body: Type.Object(
    {
      values: Type.Optional(
        Type.Array(Type.Tuple([Type.Integer(), Type.Number({ minimum: -1e150, maximum: 1e150 })]), {
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
      query: Type.Optional({ ...Expression, description: 'PromQL; its series over the lookback are judged' }),
      prom_query: Type.Optional({ ...Expression, description: 'The same' }),
      server: Type.Optional({ ...Name, description: 'Name of the server in sources.yaml, where there are several' }),
      lookback: Type.Optional(Type.String({ maxLength: 20, description: 'How far back, 1m to 14d; default 6h' })),
      labels: Type.Optional({ ...Labels, description: 'Labels that a series of the answer must have' }),
      record: Type.Optional(Type.Boolean({ description: 'true is refused: nothing is recorded here' })),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      ...judgement,
      series: Type.Array(Type.Object(judgement), { description: 'Every series; what stands above is that of the worst' }),
      leftOut: Type.Integer({ description: 'Series beyond the 20 that are looked at' }),
      stepMs: Type.Optional(Type.Integer({ description: 'From one sample to the next, as asked for' })),
      warnings: Type.Array(Type.String()),
    }),
  },
}
