import { Point } from '@influxdata/influxdb-client'
import type { FrameView } from '../../../schemas/codec/codec.ts'
import type { Signal } from '../../../schemas/generated/records.ts'
import { parseMetricKey } from '../../../schemas/telemetry/metric-key.ts'

/** Lines of line protocol, one a value; timestamps in milliseconds. Equal measurement, tags and time are one point: writing twice is harmless. */
export function frameLines({ source, at, names, values, labels }: FrameView): string[] {
  return names.flatMap((key, i) => {
    const { name, labels: own } = parseMetricKey(key) ?? { name: key, labels: {} }
    const point = new Point(name).tag('source', source).floatField('value', values[i]).timestamp(at)
    for (const [label, value] of Object.entries({ ...labels, ...own })) if (label !== 'source') point.tag(label, value)
    return lineOf(point)
  })
}

/** One line: what was raised or cleared, with its numbers. */
export function signalLines(signal: Signal): string[] {
  const { id, source, metric, at, phase, method, severity, score, value, expected, low, high, hint, held } = signal
  const point = new Point('signal')
    .tag('source', source)
    .tag('metric', metric)
    .tag('method', method)
    .tag('severity', severity)
    .tag('phase', phase)
    .stringField('id', id)
    .stringField('hint', hint)
    .booleanField('held', held !== null)
    .timestamp(at)
  for (const [name, number] of Object.entries({ score, value, expected, low, high })) {
    if (Number.isFinite(number)) point.floatField(name, number)
  }
  return lineOf(point)
}

function lineOf(point: Point): string[] {
  const line = point.toLineProtocol()
  return line === undefined ? [] : [line]
}
