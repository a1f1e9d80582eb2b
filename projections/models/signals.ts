import { InsightSignals } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
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
  },
  indexes: [
    ['tenant_id', 'at', 'id'],
    ['tenant_id', 'source', 'at', 'id'],
  ],
} as const satisfies Table

export const signals: ReadModel = {
  name: 'signals',
  version: 1,
  reads: [InsightSignals],
  tables: [signalsTable],
  commitAfterMs: 0,
  apply(event, rows) {
    if (event.type !== 'Signal') return
    const { id, source, metric, method, severity, phase, at, from, score, value, expected, low, high, hint, held } = event.value
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
    })
  },
}
