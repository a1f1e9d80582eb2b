import { ControlAnswers } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/** A row a mute. Times are milliseconds since 1970. */
export const mutesTable = {
  name: 'mutes',
  topic: ControlAnswers,
  key: { tenant_id: 'text', id: 'text' },
  columns: {
    /** Names in which * stands for any text. */
    source: { type: 'text', merge: 'keep' },
    metric: { type: 'text', merge: 'keep' },
    began_at: { type: 'whole', merge: 'keep' },
    until: { type: 'whole', merge: 'keep' },
    reason: { type: 'text', merge: 'keep' },
    by_whom: { type: 'text', merge: 'keep' },
    /** null while it lasts, as everything below. */
    ended_at: { type: 'whole', merge: 'set' },
    /** Empty when its time was over. */
    ended_by: { type: 'text', merge: 'set' },
    /** Signals that it held back, and how many of these still lasted and were raised at its end. */
    held: { type: 'whole', merge: 'set' },
    raised: { type: 'whole', merge: 'set' },
  },
  indexes: [['tenant_id', 'began_at', 'id']],
} as const satisfies Table

export const mutes: ReadModel = {
  name: 'mutes',
  version: 1,
  reads: [ControlAnswers],
  tables: [mutesTable],
  commitAfterMs: 0,
  apply({ type, value }, rows) {
    if (type === 'MuteBegan') {
      const { id, source, metric, at, until, reason, by } = value
      rows.merge(mutesTable, { id, source, metric, began_at: at, until, reason, by_whom: by })
    } else if (type === 'MuteEnded') {
      const { id, at, by, held, raised } = value
      rows.merge(mutesTable, { id, ended_at: at, ended_by: by, held, raised })
    }
  },
}
