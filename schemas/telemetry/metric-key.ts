/** Labels of a series within a frame. */
export type MetricLabels = Readonly<Record<string, string>>

export interface MetricSeries {
  readonly name: string
  readonly labels: MetricLabels
}

/**
 * The key of a series in a frame: `name`, or `name{k="v",…}` with the label names in order of their code units. In a value `\`, `"` and
 * line feeds are escaped as in Prometheus' text format.
 */
export function metricKey(name: string, labels: MetricLabels = {}): string {
  const names = Object.keys(labels).sort()
  if (names.length === 0) return name
  return `${name}{${names.map((label) => `${label}="${escaped(labels[label])}"`).join(',')}}`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' }
const unescapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' }

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => escapes[character])
}

const KEY = /^([^{}"]+)\{(.*)\}$/s
const LABEL = /([^={},"]+)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/sy

/**
 * What a key says; the labels in any order, without a prototype. Undefined when it has a brace and yet is not of this form: such a key is
 * a name like any other.
 */
export function parseMetricKey(key: string): MetricSeries | undefined {
  if (!key.includes('{')) return { name: key, labels: Object.create(null) }
  const [, name, list] = KEY.exec(key) ?? []
  if (name === undefined || list === undefined) return undefined
  const labels: Record<string, string> = Object.create(null)
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < list.length) {
    const [, label, value, comma] = LABEL.exec(list) ?? []
    if (label === undefined || value === undefined || label in labels) return undefined
    if (comma === ',' && LABEL.lastIndex === list.length) return undefined
    labels[label] = value.replace(/\\[\\"n]/g, (sequence) => unescapes[sequence])
  }
  return list === '' ? undefined : { name, labels }
}

/** The key with its labels in order, so that one series has one key; a key of another form stays as it is. */
export function normalMetricKey(key: string): string {
  if (!key.includes('{')) return key
  const series = parseMetricKey(key)
  return series ? metricKey(series.name, series.labels) : key
}
