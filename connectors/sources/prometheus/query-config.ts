import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'

/** Names of labels that form a source. */
export const labelNames = Type.Array(Type.String({ pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', maxLength: 200 }), { maxItems: 8 })

/** One expression that is asked for at every interval. */
export const queryConfig = configSchema({
  name: Type.String({
    default: '',
    pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$',
    maxLength: 200,
    description:
      'Name of the metric, required. The name of a known sensor, such as latency_p99 or error_rate, brings its unit, its bad direction and what counts as dust.',
  }),
  expression: Type.String({
    default: '',
    minLength: 1,
    maxLength: 10_000,
    description: 'PromQL that gives an instant vector or a scalar, required.',
  }),
  unit: Type.String({
    default: '',
    maxLength: 40,
    description: 'Unit of the values, for people; that of a known sensor cannot be another one.',
  }),
  direction: Type.Union([Type.Literal(''), Type.Literal('up'), Type.Literal('down'), Type.Literal('both')], {
    default: '',
    description:
      'Which way is worse, for people; that of a known sensor cannot be another one, and for other names detectors look both ways.',
  }),
  groupBy: Type.Union([Type.Null(), labelNames], {
    default: null,
    description:
      'Labels whose values form the source of this query; null: as the server has it; []: the server itself is the source.',
  }),
})

export type QueryConfig = Static<typeof queryConfig>
