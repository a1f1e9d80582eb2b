import type { MetricLabels } from '../../../schemas/telemetry/metric-key.ts'

export interface NamedSeries {
  readonly name: string
  readonly labels: MetricLabels
}

/**
 * Name and labels of a series as an exposition writes it, such as `http_requests_total{code="200"}`; blanks may stand between the parts
 * and a comma behind the last label. Undefined when it is not of this form, or has a label twice.
 */
export function parseSeries(text: string): NamedSeries | undefined {
  const [, name, , list] = SERIES.exec(text) ?? []
  if (name === undefined) return undefined
  const labels: Record<string, string> = Object.create(null)
  if (list === undefined) return { name, labels }
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < list.length) {
    const [, label, value, comma] = LABEL.exec(list) ?? []
    if (label === undefined || value === undefined || label in labels) return undefined
    if (comma === '' && LABEL.lastIndex < list.length) return undefined
    labels[label] = value.includes('\\') ? value.replace(/\\(.)/gs, unescaped) : value
  }
  return { name, labels }
}

const SERIES = /^([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]*(\{[ \t]*(.*)\})?$/s
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(,?)[ \t]*/sy

function unescaped(_: string, character: string): string {
  return character === 'n' ? '\n' : character
}
