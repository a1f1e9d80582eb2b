import type { PrometheusClient } from '../client.ts'
import { redFamilies } from './red-families.ts'

/** What a server says of itself and of what it knows. */
export interface Survey {
  /** Version of the server; empty when it does not tell. */
  readonly version: string
  /** Names of all metrics. */
  readonly metrics: ReadonlySet<string>
  /** Names of the labels of metrics that count or measure requests. */
  readonly labels: ReadonlyMap<string, readonly string[]>
  /** What it scrapes; undefined when it does not tell, as servers that only store. */
  readonly targets: readonly Target[] | undefined
  /** Over which time a rate is sure to see two samples, as PromQL writes it. */
  readonly window: string
}

export interface Target {
  readonly job: string
  readonly instance: string
  readonly up: boolean
  /** Why not; empty when it is up. */
  readonly error: string
}

/**
 * Asks a server for what there is; reads only. What one kind of server does not have (targets, its version) is left out.
 * @throws what PrometheusClient.ask throws when the names of the metrics cannot be had
 */
export async function surveyServer(client: PrometheusClient, signal: AbortSignal): Promise<Survey> {
  const names = textsOf((await client.ask('/api/v1/label/__name__/values', {}, signal)).data)
  const optional = (path: string, parameters = {}) =>
    client.ask(path, parameters, signal).then(
      ({ data }) => data,
      () => undefined, // Thanos and VictoriaMetrics do without one or the other
    )
  const [build, active] = await Promise.all([
    optional('/api/v1/status/buildinfo'),
    optional('/api/v1/targets', { state: 'active' }),
  ])
  const metrics = new Set(names)
  const labels = new Map<string, readonly string[]>()
  for (const { counter, histogram } of redFamilies(metrics)) {
    for (const metric of [counter, histogram]) {
      if (metric !== undefined) labels.set(metric, textsOf(await optional('/api/v1/labels', { 'match[]': metric })))
    }
  }
  const { activeTargets } = Object(active) as Record<string, unknown> // looked at below
  const targets = Array.isArray(activeTargets) ? activeTargets.map(targetOf) : undefined
  const { version } = Object(build) as Record<string, unknown> // looked at below
  return { version: typeof version === 'string' ? version : '', metrics, labels, targets, window: windowOf(activeTargets) }
}

function targetOf(target: unknown): Target {
  const { labels, health, lastError } = Object(target) as Record<string, unknown> // every field is looked at
  const { job, instance } = Object(labels) as Record<string, unknown>
  return { job: String(job ?? ''), instance: String(instance ?? ''), up: health === 'up', error: String(lastError ?? '') }
}

/** Four scrapes of the slowest target, so that one that fails does no harm; at least a minute, and five where nobody tells. */
function windowOf(targets: unknown): string {
  const intervals = Array.isArray(targets) ? targets.map((target) => secondsOf(Object(target).scrapeInterval)) : []
  const known = intervals.filter((seconds) => seconds > 0)
  if (known.length === 0) return '5m'
  return `${Math.max(1, Math.ceil((4 * Math.max(...known)) / 60))}m`
}

/** Of a duration as Prometheus writes it, such as 1m30s; 0 when it is none. */
function secondsOf(duration: unknown): number {
  if (typeof duration !== 'string') return 0
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }
  return [...duration.matchAll(/(\d+)(ms|s|m|h|d)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0)
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : []
}
