import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import type { GivenFrame } from './parse-body.ts'

/**
 * Frames of what profilers measure: the service is the source, what is measured at one of its endpoints carries it as a label, and all samples
 * of a service at one time are one frame. Times in milliseconds become the sensors of response times.
 *
 * @param given  samples `{ service, endpoint?, timestamp, p95_ms, throughput, … }`, unchecked; whatever else they hold must be numbers
 * @throws HS_IMPORT_INVALID, which says where; what frames may not hold is refused by who takes them
 */
export function importSamples(given: readonly GivenFrame[]): readonly GivenFrame[] {
  const frames = new Map<string, { readonly json: Frame; readonly where: string }>()
  for (const { json, where } of given) {
    const { service, endpoint, timestamp, id, labels = {}, ...numbers } = objectOf(json, where)
    if (id !== undefined && typeof id !== 'string') throw invalid(`${where}.id`, 'is no text')
    if (typeof service !== 'string' || service === '') throw invalid(`${where}.service`, 'must be the name of a service')
    if (endpoint !== undefined && (typeof endpoint !== 'string' || endpoint === ''))
      throw invalid(`${where}.endpoint`, 'is no text')
    if (timestamp === undefined) throw invalid(`${where}.timestamp`, 'is missing')
    const at = typeof timestamp === 'string' && Number.isFinite(Date.parse(timestamp)) ? Date.parse(timestamp) : timestamp
    const key = JSON.stringify([service, at])
    const frame = frames.get(key) ?? { json: { source: service, at, metrics: Object.create(null), labels }, where }
    frames.set(key, frame)
    for (const [name, value] of Object.entries(numbers)) {
      if (typeof value !== 'number') throw invalid(`${where}.${name.slice(0, 60)}`, 'is no number')
      const metric = metricKey(sensors[name] ?? name, endpoint === undefined ? {} : { endpoint })
      if (metric in frame.json.metrics) throw invalid(where, `${metric} of ${service} is there twice at the same time`)
      frame.json.metrics[metric] = value
    }
  }
  return [...frames.values()]
}

interface Frame {
  readonly source: string
  readonly at: unknown
  readonly metrics: Record<string, number>
  readonly labels: unknown
}

/** What profilers call what the sensor catalogue knows. */
const sensors: Readonly<Record<string, string>> = {
  p50_ms: 'response_time_p50',
  p95_ms: 'response_time_p95',
  p99_ms: 'response_time_p99',
}

function objectOf(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Readonly<Record<string, unknown>> // just checked
  throw invalid(where, 'is no sample')
}

function invalid(where: string, what: string): HomeostatError {
  return new HomeostatError('HS_IMPORT_INVALID', { message: `${where} ${what}.`, value: where })
}
