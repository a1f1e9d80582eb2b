import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { barWidths } from '../../schemas/telemetry/bar-widths.ts'

export const BarsConfig = configSchema({
  graceMs: Type.Integer({
    default: 60_000,
    minimum: 0,
    maximum: barWidths.quarterMs,
    description: 'How long after its end a bar waits for frames that are late, in milliseconds.',
  }),
})
