import { SystemTelemetryRaw, TelemetryLate, TelemetrySources } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'
import { isFuture } from './is-future.ts'

/** A row a source. `frames` counts what was received; what did not count is in source_late. */
export const sourcesTable = {
  name: 'sources',
  topic: SystemTelemetryRaw,
  key: { tenant_id: 'text', source: 'text' },
  columns: {
    first_seen: { type: 'whole', merge: 'min' },
    last_seen: { type: 'whole', merge: 'max' },
    frames: { type: 'whole', merge: 'add' },
    /** The most that one frame had. */
    metrics: { type: 'whole', merge: 'max' },
    /** Last time it came (back) and was forgotten; forgotten when the latter is the later. */
    seen_at: { type: 'whole', merge: 'max' },
    forgotten_at: { type: 'whole', merge: 'max' },
  },
} as const satisfies Table

/** A row a source and processor: how many of its metrics are past their warm-up. */
export const learningTable = {
  name: 'source_learning',
  topic: TelemetrySources,
  key: { tenant_id: 'text', source: 'text', processor: 'text' },
  columns: {
    learned: { type: 'whole', merge: 'set' },
    total: { type: 'whole', merge: 'set' },
    at: { type: 'whole', merge: 'set' },
  },
} as const satisfies Table

/** A row a source and reason: how many frames moved nothing. */
export const lateTable = {
  name: 'source_late',
  topic: TelemetryLate,
  key: { tenant_id: 'text', source: 'text', reason: 'text' },
  columns: {
    frames: { type: 'whole', merge: 'add' },
    last_at: { type: 'whole', merge: 'max' },
  },
} as const satisfies Table

export const sources: ReadModel = {
  name: 'sources',
  version: 1,
  reads: [SystemTelemetryRaw, TelemetrySources, TelemetryLate],
  tables: [sourcesTable, learningTable, lateTable],
  commitAfterMs: 1_000,
  apply(event, rows) {
    switch (event.type) {
      case 'Frame': {
        const { source, at, names } = event.value
        const last_seen = isFuture(at, event.arrival) ? null : at
        return rows.merge(sourcesTable, { source, frames: 1, metrics: names.length, last_seen })
      }
      case 'SourceSeen':
        return rows.merge(sourcesTable, { source: event.value.source, first_seen: event.value.at, seen_at: event.value.at })
      case 'SourceForgotten':
        return rows.merge(sourcesTable, { source: event.value.source, forgotten_at: event.value.at })
      case 'SourceLearning': {
        const { source, processor, learned, total, at } = event.value
        return rows.merge(learningTable, { source, processor, learned, total, at })
      }
      case 'LateFrame': {
        const { source, reason, at } = event.value
        return rows.merge(lateTable, { source, reason, frames: 1, last_at: reason === 'future' ? null : at })
      }
    }
  },
}
