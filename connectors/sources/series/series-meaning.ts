import type { MetricLabels } from '../../../schemas/telemetry/metric-key.ts'

/** What the values of a series mean, and so what becomes of them. */
export type SeriesMeaning =
  /** Taken as they are. */
  | { readonly kind: 'value'; readonly name: string; readonly labels: MetricLabels }
  /** Only grow; their rate is taken. */
  | { readonly kind: 'counter'; readonly name: string; readonly labels: MetricLabels }
  /** Belong to a histogram or a summary, by name and labels; `bound` is that of a bucket. */
  | {
      readonly kind: 'bucket' | 'sum' | 'count'
      readonly name: string
      readonly labels: MetricLabels
      readonly bound: number
    }
  /** Say nothing of how things are, such as when a counter was made. */
  | { readonly kind: 'nothing' }

/**
 * @param typeOf  the declared type of a family of metrics; undefined where it is not known, and then the ending of the name tells: `_total`,
 *                `_bucket` with a label `le`, `_sum` and `_count` only grow
 * @returns undefined for a bucket whose bound is no number
 */
export function seriesMeaning(
  name: string,
  labels: MetricLabels,
  typeOf: (family: string) => string | undefined = () => undefined,
): SeriesMeaning | undefined {
  const own = known(typeOf(name))
  if (own === 'counter') return { kind: 'counter', name: rateName(name), labels }
  if (own !== undefined) return { kind: 'value', name, labels }
  const [, family, ending] = ENDING.exec(name) ?? []
  if (family === undefined) return { kind: 'value', name, labels }
  const type = known(typeOf(family))
  switch (ending) {
    case 'total':
      return type === undefined || type === 'counter'
        ? { kind: 'counter', name: `${family}_rate`, labels }
        : { kind: 'value', name, labels }
    case 'created':
      return type === undefined ? { kind: 'value', name, labels } : { kind: 'nothing' }
    case 'bucket':
      if (type === 'gaugehistogram') return { kind: 'nothing' }
      return labels.le === undefined || (type !== undefined && type !== 'histogram')
        ? { kind: 'value', name, labels }
        : bucket(family, labels)
    default: {
      const isPart = type === undefined || type === 'histogram' || type === 'summary'
      return isPart
        ? { kind: ending === 'sum' ? 'sum' : 'count', name: family, labels, bound: Number.NaN }
        : { kind: 'value', name, labels }
    }
  }
}

const ENDING = /^(.+)_(total|created|bucket|sum|count)$/

/** A family that says of itself that nobody knows is judged by its name, like one that says nothing. */
function known(type: string | undefined): string | undefined {
  return type === 'untyped' || type === 'unknown' ? undefined : type
}

function rateName(counter: string): string {
  return `${counter.replace(/_total$/, '')}_rate`
}

function bucket(name: string, { le, ...labels }: MetricLabels): SeriesMeaning | undefined {
  const bound = /^\+?inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le)
  return le === '' || Number.isNaN(bound) ? undefined : { kind: 'bucket', name, labels, bound }
}
