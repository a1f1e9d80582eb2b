import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import { fitsInFrame } from '../fits-in-frame.ts'
import type { PrometheusQuery } from './query.ts'

/** Where a value of an answer belongs. */
export interface SeriesName {
  readonly source: string
  /** As in a frame: the name of the query with the labels that are left. */
  readonly metric: string
}

/** Why a series has no place in a frame. */
export type Unplaced = 'label_missing' | 'name_invalid'

/**
 * The values of the grouping labels, joined by `/`, form the source; the labels that are left stay with the metric. The name of the series
 * itself is dropped: the query has one of its own.
 *
 * @param server  the source of what is not grouped
 */
export function seriesName(
  labels: Readonly<Record<string, string>>,
  { name, groupBy }: PrometheusQuery,
  server: string,
  prefix: string,
): SeriesName | Unplaced {
  let source = ''
  for (const label of groupBy) {
    const value = labels[label]
    if (!value) return 'label_missing'
    source += source === '' ? value : `/${value}`
  }
  const named = { source: prefix + (groupBy.length === 0 ? server : source), metric: metricOf(name, labels, groupBy) }
  return fitsInFrame(named.source, named.metric) ? named : 'name_invalid'
}

function metricOf(name: string, labels: Readonly<Record<string, string>>, groupBy: readonly string[]): string {
  let rest: Record<string, string> | undefined
  for (const label in labels) {
    if (label === '__name__' || groupBy.includes(label)) continue
    rest ??= {}
    rest[label] = labels[label]
  }
  return rest === undefined ? name : metricKey(name, rest)
}
