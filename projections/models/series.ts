import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { admit, note, type Seen } from '../../streams/runtime/fold/intake.ts'
import type { ReadModel } from '../read-model.ts'
import type { Row, Table } from '../table/table.ts'
import { layoutOf } from './layout-of.ts'

/**
 * A row a source, list of metrics and five minutes (one where there are many metrics): every frame at full resolution. `val` holds the frames one after the other, each
 * with one value a metric in the order of `metrics`; frame i was measured at at[i] and its values begin at i * metrics.length. Frames
 * within the grace stand in the order in which they arrived.
 */
export const seriesTable = {
  name: 'series',
  topic: SystemTelemetryRaw,
  key: { tenant_id: 'text', source: 'text', bucket: 'whole', partition: 'whole', layout: 'text' },
  columns: {
    metrics: { type: 'texts', merge: 'keep' },
    at: { type: 'wholes', merge: 'append' },
    val: { type: 'doubles', merge: 'append' },
  },
} as const satisfies Table

/** A row a source and partition: what must be known of its frames to leave out repeats and late ones, as sense does. */
export const headsTable = {
  name: 'series_heads',
  topic: SystemTelemetryRaw,
  key: { tenant_id: 'text', source: 'text', partition: 'whole' },
  columns: {
    newest: { type: 'whole', merge: 'set' },
    recent: { type: 'wholes', merge: 'set' },
  },
  resident: true,
} as const satisfies Table

/** The longest span of a row. */
export const BUCKET_MS = 5 * 60_000

export const series: ReadModel = {
  name: 'series',
  version: 2,
  reads: [SystemTelemetryRaw],
  tables: [seriesTable, headsTable],
  commitAfterMs: 1_000,
  apply(event, rows) {
    if (event.type !== 'Frame') return
    const { value: frame, partition } = event
    const key = { source: frame.source, partition }
    const seen = seenOf(rows.get(headsTable, key))
    if (admit(frame, event.arrival, NO_TICKS, seen, RULES)) return
    const noted = seen ?? { newest: frame.at, recent: [] }
    note(noted, frame.at, RULES.graceMs)
    rows.merge(headsTable, { ...key, newest: noted.newest, recent: noted.recent })
    rows.merge(seriesTable, {
      ...key,
      bucket: bucketOf(frame.at, frame.names.length),
      layout: layoutOf(frame.names),
      metrics: frame.names,
      at: [frame.at],
      val: Array.from(frame.values.subarray(0, frame.names.length)),
    })
  },
}

/** A row is written anew with every commit that adds to it, so it must not grow too large. */
function bucketOf(at: number, metrics: number): number {
  const span = metrics > MANY_METRICS ? BUCKET_MS / 5 : BUCKET_MS
  return Math.floor(at / span) * span
}

const MANY_METRICS = 200

/** The rules of sense as far as they can be known from the frames of one source alone. */
const RULES = { graceMs: 60_000, futureMs: 5 * 60_000, forgetMs: Number.POSITIVE_INFINITY, maxSources: 1, maxMetrics: 2_000 }
const NO_TICKS = 0

function seenOf(head: Row | undefined): Seen | undefined {
  if (head === undefined || !Array.isArray(head.recent)) return undefined
  return { newest: Number(head.newest), recent: head.recent.map(Number) }
}
