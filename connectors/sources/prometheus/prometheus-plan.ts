import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { sensorOf } from '../../../schemas/telemetry/sensors.ts'
import { validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import type { WebServer } from '../web/server.ts'
import { type Surroundings, serverOf } from '../web/server-of.ts'
import { prometheusCodes } from './prometheus-codes.ts'
import type { PrometheusConfig } from './prometheus-config.ts'
import type { PrometheusQuery } from './query.ts'

/** A checked configuration: whom to ask, what for, and how the answers become frames. */
export interface PrometheusPlan {
  readonly name: string
  readonly server: WebServer
  readonly everyMs: number
  readonly timeoutMs: number
  readonly delayMs: number
  readonly prefix: string
  readonly labels: Readonly<Record<string, string>>
  readonly maxSeries: number
  /** Of queries that do not say it themselves. */
  readonly groupBy: readonly string[]
  readonly queries: readonly PrometheusQuery[]
}

/**
 * Checks what a schema cannot: how settings go together.
 * @throws HS_CONFIG_INVALID, HS_LABELS_INVALID, HS_FILE_UNREADABLE
 */
export function prometheusPlan(config: PrometheusConfig, surroundings: Surroundings): PrometheusPlan {
  const { name, everyMs, timeoutMs, delayMs, prefix, maxSeries, groupBy } = config
  if (timeoutMs >= everyMs) {
    throw new HomeostatError('HS_CONFIG_INVALID', {
      message: `prometheus ${name}: timeoutMs is ${timeoutMs} and must be less than everyMs, ${everyMs}.`,
      value: timeoutMs,
      limit: everyMs,
    })
  }
  const { labels } = validateFrame({ metrics: { any: 0 }, labels: config.labels }, { source: `${prefix}any`, at: 0, where: name })
  return {
    name,
    server: serverOf('prometheus', prometheusCodes, config, surroundings),
    everyMs,
    timeoutMs,
    delayMs,
    prefix,
    labels,
    maxSeries,
    groupBy,
    queries: config.queries.map((query) => {
      refuseOtherMeaning(name, query)
      return { ...query, groupBy: query.groupBy ?? groupBy }
    }),
  }
}

/** The unit and the bad direction of a sensor are known by its name; values in another unit would be judged by the wrong measure. */
function refuseOtherMeaning(
  server: string,
  { name, unit, direction }: Pick<PrometheusQuery, 'name' | 'unit' | 'direction'>,
): void {
  const sensor = sensorOf(name)
  if (sensor === undefined) return
  const wrong = (what: string, given: string, known: string) =>
    new HomeostatError('HS_CONFIG_INVALID', {
      message: `prometheus ${server}: the ${what} of ${name} is "${known}", not "${given}"; convert it in the expression or choose another name.`,
      value: given,
      limit: known,
    })
  if (unit !== '' && unit !== sensor.unit) throw wrong('unit', unit, sensor.unit)
  if (direction !== '' && direction !== sensor.direction) throw wrong('direction', direction, sensor.direction)
}
