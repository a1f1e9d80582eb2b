import type { FrameView } from '../../../schemas/codec/codec.ts'
import { parseMetricKey } from '../../../schemas/telemetry/metric-key.ts'
import { matchesGlob } from '../requests/matches-glob.ts'
import type { Rule } from './rule.ts'

/** Which values of a frame a rule takes. */
export interface Taken {
  readonly name: string
  /** Places among the metrics of the frame, and as many names. */
  readonly slots: Int32Array
  readonly names: readonly string[]
}

/** Worked out once for an array of names: as long as a source sends the same metrics, nothing is looked up. */
export interface Layout {
  readonly names: readonly string[]
  /** As JSON; empty when no rule asks for labels. */
  readonly labels: string
  readonly edition: number
  /** Of the rules that take anything. */
  readonly taken: readonly Taken[]
}

/** Which rules take which metrics of a source. */
export function layoutOf(rules: readonly Rule[], edition: number, { source, names, labels }: FrameView): Layout {
  const taken = rules.flatMap((rule): Taken[] => {
    if (!matchesGlob(rule.source, source)) return []
    const slots = [...names.keys()].filter((slot) => isMeant(rule, names[slot], labels))
    if (slots.length === 0) return []
    return [{ name: rule.name, slots: Int32Array.from(slots), names: slots.map((slot) => names[slot]) }]
  })
  return { names, labels: labelsFor(rules, labels), edition, taken }
}

/** What of the labels of a source the layout depends on. */
export function labelsFor(rules: readonly Rule[], labels: FrameView['labels']): string {
  return rules.some((rule) => Object.keys(rule.labels).length > 0) ? JSON.stringify(labels) : ''
}

/** A pattern without labels means the metric with any. */
function isMeant(rule: Rule, metric: string, labels: FrameView['labels']): boolean {
  const series = parseMetricKey(metric)
  const bare = series !== undefined && !rule.metric.includes('{')
  if (!matchesGlob(rule.metric, bare ? series.name : metric)) return false
  return Object.entries(rule.labels).every(([name, value]) => (series?.labels[name] ?? labels[name]) === value)
}
