import type { SignalMarked } from '../../schemas/generated/records.ts'
import { InsightSignals } from '../../schemas/topics.ts'
import type { ReadModel, Rows } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/** A row an episode: what was raised, and since when it is over. Times are milliseconds since 1970. */
export const signalsTable = {
  name: 'signals',
  topic: InsightSignals,
  key: { tenant_id: 'text', id: 'text' },
  columns: {
    source: { type: 'text', merge: 'set' },
    metric: { type: 'text', merge: 'set' },
    method: { type: 'text', merge: 'set' },
    severity: { type: 'text', merge: 'set' },
    /** raised or cleared */
    phase: { type: 'text', merge: 'set' },
    /** Event time of the last change; with the id the cursor of the list. */
    at: { type: 'whole', merge: 'set' },
    raised_at: { type: 'whole', merge: 'keep' },
    cleared_at: { type: 'whole', merge: 'set' },
    /** Start of the window that the signal speaks of. */
    from_at: { type: 'whole', merge: 'keep' },
    /** score to hint are those of the last change. */
    score: { type: 'double', merge: 'set' },
    value: { type: 'double', merge: 'set' },
    expected: { type: 'double', merge: 'set' },
    low: { type: 'double', merge: 'set' },
    high: { type: 'double', merge: 'set' },
    hint: { type: 'text', merge: 'set' },
    /** Why no person was called; null when it was let through. */
    held: { type: 'text', merge: 'keep' },
    /** Name of the rule that spoke; null for what a detector found by itself. */
    rule: { type: 'text', merge: 'keep' },
    /** Who has said to have seen it. */
    acknowledged_at: { type: 'whole', merge: 'keep' },
    acknowledged_by: { type: 'text', merge: 'keep' },
    acknowledged_note: { type: 'text', merge: 'keep' },
    /** What was said of it last: false_alarm or withdrawn; null when nobody has called it a false alarm. */
    verdict: { type: 'text', merge: 'set' },
    verdict_at: { type: 'whole', merge: 'set' },
    verdict_by: { type: 'text', merge: 'set' },
    verdict_note: { type: 'text', merge: 'set' },
    /** Until when its like must be more surprising. */
    verdict_until: { type: 'whole', merge: 'set' },
  },
  indexes: [
    ['tenant_id', 'at', 'id'],
    // The metric comes last for those who ask for one of a source: rows of the others are passed over in the index.
    ['tenant_id', 'source', 'at', 'id', 'metric'],
  ],
  partialIndexes: [
    { columns: ['tenant_id', 'at'], where: { column: 'phase', is: '=', value: 'raised' } },
    { columns: ['tenant_id', 'at'], where: { column: 'held', is: 'null' } },
    { columns: ['tenant_id', 'at'], where: { column: 'acknowledged_at', is: 'not null' } },
  ],
} as const satisfies Table

export const signals: ReadModel = {
  name: 'signals',
  version: 4,
  reads: [InsightSignals],
  tables: [signalsTable],
  commitAfterMs: 0,
  apply(event, rows) {
    if (event.type === 'SignalMarked') mark(event.value, rows)
    if (event.type !== 'Signal') return
    const { id, source, metric, method, severity, phase, at, from, score, value, expected, low, high, hint, held, rule } =
      event.value
    const isOver = phase === 'cleared'
    rows.merge(signalsTable, {
      id,
      source,
      metric,
      method,
      severity,
      phase,
      at,
      raised_at: isOver ? null : at,
      cleared_at: isOver ? at : null,
      from_at: isOver ? null : from,
      score,
      value,
      expected,
      low,
      high,
      hint,
      held,
      rule,
    })
  },
}

/** A mark is a change too, so that whoever follows the list sees it. */
function mark({ id, at, mark, by, note, until }: SignalMarked, rows: Rows): void {
  if (mark === 'acknowledged') {
    rows.merge(signalsTable, { id, at, acknowledged_at: at, acknowledged_by: by, acknowledged_note: note })
  } else if (mark !== 'unknown') {
    rows.merge(signalsTable, { id, at, verdict: mark, verdict_at: at, verdict_by: by, verdict_note: note, verdict_until: until })
  }
}
