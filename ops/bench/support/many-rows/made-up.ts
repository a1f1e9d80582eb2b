import { createHash } from 'node:crypto'
import { quarterBarsTable } from '../../../../projections/models/bars.ts'
import { BUCKET_MS, seriesTable } from '../../../../projections/models/series.ts'
import { signalsTable } from '../../../../projections/models/signals.ts'
import { barWidths } from '../../../../schemas/telemetry/bar-widths.ts'
import type { Load } from './load-rows.ts'

/** When the rows that are made up begin, milliseconds since 1970. */
export const BEGIN = 1_700_000_000_000 - (1_700_000_000_000 % 3_600_000)

export const signalEveryMs = 250
export const hosts = 1_000
export const metrics = 400

/**
 * Signals of some weeks in a large installation. Nearly all are over and called nobody; one in 50,000 lasts, one in 20,000 was let
 * through, one in 100,000 was seen by somebody or is of the rarest method, and one metric in the last is rare.
 */
export function manySignals(rows: number): Load {
  const at = `${BEGIN} + n * ${signalEveryMs}`
  return {
    table: signalsTable,
    rows,
    cells: {
      tenant_id: "'default'",
      id: 'md5(n::text)::uuid::text',
      source: `'host-' || n % ${hosts}`,
      metric: `CASE WHEN n % 100000 = 7 THEN 'rare_metric' ELSE 'metric_' || (n / 7) % ${metrics} END`,
      method: "CASE WHEN n % 100000 = 3 THEN 'missing' WHEN n % 2 = 0 THEN 'ewma' ELSE 'level_shift' END",
      severity: "CASE WHEN n % 1000 = 0 THEN 'critical' ELSE 'warning' END",
      phase: "CASE WHEN n % 50000 = 0 THEN 'raised' ELSE 'cleared' END",
      at,
      raised_at: `${at} - 60000`,
      cleared_at: `CASE WHEN n % 50000 = 0 THEN NULL ELSE ${at} END`,
      from_at: `${at} - 120000`,
      score: '(n % 100) / 100.0',
      value: '50 + n % 50',
      expected: '20',
      low: '10',
      high: '30',
      hint: "'The value lies well above what this series usually shows at this level of load.'",
      held: "CASE WHEN n % 20000 = 0 THEN NULL ELSE 'budget' END",
      acknowledged_at: `CASE WHEN n % 100000 = 0 THEN ${at} END`,
      arrived_at: at,
    },
  }
}

/** Of the n-th signal. */
export function signalId(n: number): string {
  const digest = createHash('md5').update(String(n)).digest('hex')
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const FRAME_MS = 15_000

/** Every sample of one metric of a thousand hosts, a frame each 15 seconds: a row five minutes, those of one time together. */
export function manySamples(rows: number): Load {
  const bucket = `${BEGIN} + (n / ${hosts}) * ${BUCKET_MS}`
  const count = BUCKET_MS / FRAME_MS
  return {
    table: seriesTable,
    rows,
    cells: {
      ...place(hosts, bucket),
      at: listOf(count, (i) => `${bucket} + ${i * FRAME_MS}`),
      val: `'{${Array.from({ length: count }, (_, i) => 20 + (i % 7)).join()}}'::double precision[]`,
      arrived_at: bucket,
    },
  }
}

export const barHosts = 5_000

/** Bars of a quarter of an hour of one metric of five thousand hosts: a row an hour, as of sources with many metrics. */
export function manyBars(rows: number): Load {
  const bucket = `${BEGIN} + (n / ${barHosts}) * ${barWidths.hourMs}`
  const four = (type: string, value: number) => `'{${Array(4).fill(value).join()}}'::${type}[]`
  return {
    table: quarterBarsTable,
    rows,
    cells: {
      ...place(barHosts, bucket),
      start: listOf(4, (i) => `${bucket} + ${i * barWidths.quarterMs}`),
      samples: four('bigint', 60),
      low: four('double precision', 10),
      high: four('double precision', 30),
      mean: four('double precision', 20),
      last: four('double precision', 21),
      arrived_at: bucket,
    },
  }
}

function place(sources: number, bucket: string): Readonly<Record<string, string>> {
  return {
    tenant_id: "'default'",
    source: `'host-' || n % ${sources}`,
    bucket,
    partition: '0',
    layout: "'0123456789abcdef'",
    metrics: "'{cpu_percent}'",
  }
}

function listOf(count: number, item: (i: number) => string): string {
  return `ARRAY[${Array.from({ length: count }, (_, i) => item(i)).join(', ')}]`
}
