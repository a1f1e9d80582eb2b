import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'
import { labelNames } from '../prometheus/query-config.ts'

/** What is made of what is sent to /api/v1/write. Empty texts are not set. */
export const remoteWriteConfig = configSchema({
  groupBy: Type.Union([labelNames], {
    default: ['instance'],
    description: 'Labels whose values, joined by `/`, form the source; the others stay with the metric.',
  }),
  prefix: text('Put before every source, such as `eu/`.', 100),
  labels: Type.Record(Type.String(), Type.String(), {
    default: {},
    description: 'Labels of every source that is written, such as region.',
  }),
  maxSeries: Type.Integer({
    default: 200_000,
    minimum: 1,
    maximum: 10_000_000,
    description: 'Metrics that are kept at a time; series that come when it is full are left out and counted.',
  }),
  tokenFile: text('File with the bearer token that senders must have; read at every request, so it may be renewed.', 4_000),
  tokenEnv: text('Variable of the environment that holds it.', 200),
})

export type RemoteWriteConfig = Static<typeof remoteWriteConfig>

function text(description: string, maxLength: number) {
  return Type.String({ default: '', maxLength, description })
}
