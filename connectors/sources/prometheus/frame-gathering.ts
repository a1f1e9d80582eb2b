import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { frameLimits } from '../../../schemas/telemetry/frame-limits.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import type { InstantSample } from './instant-vector.ts'
import type { PrometheusQuery } from './query.ts'
import { type SeriesName, seriesName, type Unplaced } from './series-name.ts'

/** Why a value was left out. */
export type DropReason = Unplaced | 'not_finite' | 'out_of_range' | 'over_limit' | 'twice'

export type Dropped = Partial<Record<DropReason, number>>

/** What became of the answer of one query. */
export interface Gathered {
  /** Series that are in the frames. */
  readonly series: number
  readonly dropped: Dropped
  /** One of the series. */
  readonly example?: PlacedValue | undefined
  /** What a person should know of it. */
  readonly error?: HomeostatError | undefined
}

/** A value as it stands in a frame. */
export interface PlacedValue extends SeriesName {
  readonly value: number
}

export interface GatheringOptions {
  /** The instant that was asked for, milliseconds since 1970. */
  readonly at: number
  /** Source of what is not grouped. */
  readonly server: string
  readonly prefix: string
  readonly labels: Readonly<Record<string, string>>
  /** Of one query. */
  readonly maxSeries: number
}

/** Puts the answers of many queries together: one frame a source, whatever query its values came from. */
export interface FrameGathering {
  add(query: PrometheusQuery, samples: readonly InstantSample[]): Gathered
  /** One a source, in the order in which the sources were met; `cut` is how many metrics are beyond what a frame may have. */
  frames(): { readonly frames: readonly FrameInput[]; readonly cut: number; readonly error?: HomeostatError | undefined }
}

export function frameGathering({ at, server, prefix, labels, maxSeries }: GatheringOptions): FrameGathering {
  const sources = new Map<string, Map<string, number>>()

  function place(found: readonly PlacedValue[]): SeriesName | undefined {
    const written: [Map<string, number>, string][] = []
    for (const sample of found) {
      const { source, metric, value } = sample
      const metrics = sources.get(source) ?? new Map<string, number>()
      if (metrics.size === 0) sources.set(source, metrics)
      if (metrics.has(metric)) {
        for (const [map, taken] of written) map.delete(taken)
        return sample
      }
      metrics.set(metric, value)
      written.push([metrics, metric])
    }
    return undefined
  }

  return {
    add(query, samples) {
      const dropped: Dropped = {}
      const drop = (reason: DropReason, count = 1) => {
        dropped[reason] = (dropped[reason] ?? 0) + count
      }
      let found: PlacedValue[] = []
      for (const { labels: own, value } of samples) {
        const name = seriesName(own, query, server, prefix)
        if (typeof name === 'string') drop(name)
        else if (!Number.isFinite(value)) drop('not_finite')
        else if (Math.abs(value) > frameLimits.magnitude) drop('out_of_range')
        else found.push({ ...name, value })
      }
      const total = found.length
      if (total > maxSeries) {
        found = found.sort(byName).slice(0, maxSeries)
        drop('over_limit', total - maxSeries)
      }
      const twice = place(found)
      if (twice) drop('twice', found.length)
      return {
        series: twice ? 0 : found.length,
        example: twice ? undefined : found[0],
        dropped,
        error: errorOf(query, samples.length, dropped, twice, total, maxSeries),
      }
    },

    frames() {
      let cut = 0
      let widest: { source: string; metrics: number } = { source: '', metrics: 0 }
      const frames: FrameInput[] = []
      for (const [source, metrics] of sources) {
        if (metrics.size === 0) continue
        if (metrics.size > widest.metrics) widest = { source, metrics: metrics.size }
        // Servers give series in any order; readers are quicker when a source keeps its own.
        const names = [...metrics.keys()].sort().slice(0, frameLimits.metrics)
        cut += metrics.size - names.length
        frames.push({ source, at, names, values: Float64Array.from(names, (name) => metrics.get(name) ?? 0), labels })
      }
      return { frames, cut, error: cut === 0 ? undefined : tooManyMetrics(widest) }
    },
  }
}

function byName(a: PlacedValue, b: PlacedValue): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1
  return a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0
}

function errorOf(
  { name, groupBy }: PrometheusQuery,
  given: number,
  { label_missing: unlabelled = 0 }: Dropped,
  twice: SeriesName | undefined,
  total: number,
  limit: number,
): HomeostatError | undefined {
  if (twice) {
    const message = `${name}: there are two values of ${twice.metric} for the source ${twice.source}; nothing of this query was taken.`
    return new HomeostatError('HS_PROM_SERIES_TWICE', { message, value: `${twice.source} ${twice.metric}` })
  }
  if (total > limit) {
    const message = `${name} gives ${total} series; the first ${limit} in order of their names were taken.`
    return new HomeostatError('HS_PROM_SERIES_TOO_MANY', { message, value: total, limit })
  }
  if (given === 0) return new HomeostatError('HS_PROM_EMPTY', { message: `${name} gives no series now.`, value: name })
  if (total > 0) return undefined
  if (unlabelled < given) {
    const message = `${name}: none of its ${given} series has a value that can be used.`
    return new HomeostatError('HS_PROM_EMPTY', { message, value: name })
  }
  const message = `${name}: none of its ${given} series has the labels ${groupBy.join(', ')}.`
  return new HomeostatError('HS_PROM_LABEL_MISSING', { message, value: groupBy.join(', ') })
}

function tooManyMetrics({ source, metrics }: { readonly source: string; readonly metrics: number }): HomeostatError {
  return new HomeostatError('HS_PROM_METRICS_TOO_MANY', {
    message: `${source} has ${metrics} metrics; the first ${frameLimits.metrics} in order of their names were taken.`,
    value: metrics,
    limit: frameLimits.metrics,
  })
}
