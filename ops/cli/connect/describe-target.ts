import { stringify } from 'yaml'
import type { Family, TargetPreview } from '../../../connectors/sources/scrape/preview-target.ts'
import { sensorOf } from '../../../schemas/telemetry/sensors.ts'
import { formatCount } from '../format/count.ts'
import { howMany } from '../format/how-many.ts'
import { formatNumber } from '../format/number.ts'
import { formatTable, printable } from '../format/table.ts'

/** Tables of what the page has and of what would be made of it, what is wrong, and what to write down. */
export function describeTarget(url: string, found: TargetPreview, entry: object): string {
  const { families, frame, samples, dropped, error } = found
  const metrics = (frame?.names ?? []).map((name, i) => [name, `${formatNumber(frame?.values[i] ?? 0)} ${unitOf(name)}`.trim()])
  const left = Object.entries(dropped).map(([reason, count]) => `${reason}: ${count}`)
  return [
    `${url}: ${howMany(samples, 'sample')} in ${formatCount(families.length)} families`,
    '',
    formatTable(
      ['FAMILY', 'TYPE', 'SAMPLES'],
      first(largest(families)).map(({ name, type, samples }) => [name, type || 'untold', samples]),
    ),
    ...more(families.length),
    '',
    `Metrics of the source ${frame?.source ?? '-'}: ${formatCount(metrics.length)}`,
    ...(metrics.length === 0 ? [] : [formatTable(['METRIC', 'NOW'], first(metrics))]),
    ...more(metrics.length),
    ...(left.length === 0 ? [] : ['', `In no frame: ${left.join(', ')}.`]),
    ...(error === undefined ? [] : ['', printable(`${error.message} [${error.code}]`)]),
    ...wide(families),
    '',
    'Nothing was written. For sources.yaml:',
    '',
    stringify({ scrape: [entry] }).trimEnd(),
  ].join('\n')
}

const MOST_ROWS = 30

function first<T>(rows: readonly T[]): readonly T[] {
  return rows.slice(0, MOST_ROWS)
}

function more(count: number): readonly string[] {
  return count <= MOST_ROWS ? [] : [`… and ${formatCount(count - MOST_ROWS)} more; --json prints all.`]
}

function largest(families: readonly Family[]): readonly Family[] {
  return families.toSorted((a, b) => b.samples - a.samples)
}

function unitOf(metric: string): string {
  return sensorOf(metric)?.unit ?? ''
}

/** A label with a value for every user or request grows without end. */
const MANY = 200

function wide(families: readonly Family[]): readonly string[] {
  const many = families.filter(({ samples }) => samples > MANY)
  if (many.length === 0) return []
  const names = many.slice(0, 5).map(({ name, samples }) => `${name} (${formatCount(samples)})`)
  return ['', `Many series under one name, look whether they are worth it: ${names.join(', ')}.`]
}
