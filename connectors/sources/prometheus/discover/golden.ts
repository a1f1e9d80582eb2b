import { sensorOf } from '../../../../schemas/telemetry/sensors.ts'
import type { PrometheusQuery } from '../query.ts'

/** A query with the unit and direction that its name brings. */
export function golden(name: string, groupBy: readonly string[], expression: string): PrometheusQuery {
  const sensor = sensorOf(name)
  return { name, expression, unit: sensor?.unit ?? '', direction: sensor?.direction ?? '', groupBy }
}
