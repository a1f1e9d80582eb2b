import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'

/** One server that takes line protocol, and what it is given. Empty texts are not set. */
export const influxConfig = configSchema({
  name: Type.String({
    default: 'influx',
    pattern: '^[a-zA-Z0-9][a-zA-Z0-9._-]*$',
    maxLength: 60,
    description: 'How this sink is called on /healthz, in the log and in metrics; its position is kept under it.',
  }),
  url: text('Address below which /api/v2/write is, required: http://host:8086.', 2_000),
  org: text('Organisation; VictoriaMetrics does without.', 200),
  bucket: text('Bucket; VictoriaMetrics does without.', 200),
  tokenFile: text('File with the token; read at every attempt, so it may be renewed.', 4_000),
  tokenEnv: text('Variable of the environment that holds it.', 200),
  signals: Type.Boolean({ default: true, description: 'Whether signals are written.' }),
  frames: Type.Boolean({ default: false, description: 'Whether frames are written, every value of them.' }),
  timeoutMs: Type.Integer({ default: 10_000, minimum: 100, maximum: 600_000, description: 'For one request.' }),
  settleMs: Type.Integer({
    default: 15_000,
    minimum: 0,
    maximum: 3_600_000,
    description:
      'What was acknowledged so shortly ago is written again after a failure or a restart: the server may have lost it.',
  }),
})

export type InfluxConfig = Static<typeof influxConfig>

function text(description: string, maxLength: number) {
  return Type.String({ default: '', maxLength, description })
}
