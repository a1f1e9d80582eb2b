import type { Finding, Frame, Signal, Tick } from '../../../schemas/generated/records.ts'
import { howMany } from '../format/how-many.ts'
import { formatNumber } from '../format/number.ts'
import { printable } from '../format/table.ts'
import type { Tailed } from './tailed.ts'
import { toJson } from './to-json.ts'

/** A record on one line: partition and offset, event time, type, key, and what a person wants to know of it. */
export function summary(record: Tailed, columns: number): string {
  const head = `${record.partition}:${record.offset}  ${new Date(record.at).toISOString()}  ${record.type}  ${record.key}  `
  const line = printable(`${head}${inShort(record)}`).trimEnd()
  return line.length > columns ? `${line.slice(0, Math.max(20, columns - 1))}…` : line
}

function inShort({ type, value }: Tailed): string {
  switch (type) {
    case 'Frame':
      return frame(value as Frame) // the type says so, here and below
    case 'Signal':
    case 'Finding':
      return episode(value as Signal | Finding)
    case 'Tick':
      return new Date((value as Tick).at).toISOString()
    case 'tombstone':
      return ''
    default:
      return toJson(value)
  }
}

function frame({ metrics }: Frame): string {
  const entries = Object.entries(metrics)
  return `${howMany(entries.length, 'metric')}: ${entries.map(([name, value]) => `${name}=${formatNumber(value)}`).join(' ')}`
}

function episode({ phase, method, severity, metric, value, expected, hint }: Signal | Finding): string {
  return `${phase} ${severity} ${metric} ${formatNumber(value)} (expected ${formatNumber(expected)}, ${method}) ${hint}`
}
