import type { MetricLabels } from '../../../schemas/telemetry/metric-key.ts'

/** Changes the name or a label of what a page gives. */
export interface RelabelRule {
  /** A label, or `__name__`; what is not there is empty. */
  readonly from: string
  /** Must match the whole of it, else the rule does nothing. */
  readonly match: RegExp
  /** A label, or `__name__`. */
  readonly to: string
  /** With $1, $2 … of the match; an empty one removes the label. */
  readonly value: string
  /** Every value is multiplied by it. */
  readonly scale: number
}

export interface Relabelled {
  readonly name: string
  readonly labels: MetricLabels
  readonly scale: number
}

/** The rules one after the other, each on what the one before has made. */
export function relabel(name: string, labels: MetricLabels, rules: readonly RelabelRule[]): Relabelled {
  const all: Record<string, string> = Object.assign(Object.create(null), labels, { [NAME]: name })
  let factor = 1
  for (const { from, match, to, value, scale } of rules) {
    const found = all[from] ?? ''
    if (!match.test(found)) continue
    const made = found.replace(match, value)
    if (made !== '') all[to] = made
    else if (to !== NAME) delete all[to]
    factor *= scale
  }
  const { [NAME]: named, ...left } = all
  return { name: named, labels: left, scale: factor }
}

const NAME = '__name__'
