import { DeadLetters, SenseRequests } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/** A row a letter. `number` is its offset in dead.letters, by which people name it; record_offset is that of the record it holds. */
export const deadLettersTable = {
  name: 'dead_letters',
  topic: DeadLetters,
  key: { tenant_id: 'text', number: 'whole' },
  columns: {
    stage: { type: 'text', merge: 'set' },
    /** Empty: the record could not be decoded. */
    processor: { type: 'text', merge: 'set' },
    topic: { type: 'text', merge: 'set' },
    partition: { type: 'whole', merge: 'set' },
    record_offset: { type: 'whole', merge: 'set' },
    record_key: { type: 'text', merge: 'set' },
    at: { type: 'whole', merge: 'set' },
    code: { type: 'text', merge: 'set' },
    message: { type: 'text', merge: 'set' },
  },
  indexes: [['tenant_id', 'stage', 'number']],
} as const satisfies Table

/** A row a record and processor for which something was asked: what was asked last, and when the log took it. */
export const letterRequestsTable = {
  name: 'letter_requests',
  topic: SenseRequests,
  key: {
    tenant_id: 'text',
    stage: 'text',
    topic: 'text',
    partition: 'whole',
    record_offset: 'whole',
    processor: 'text',
  },
  columns: {
    action: { type: 'text', merge: 'set' },
    by: { type: 'text', merge: 'set' },
    asked_at: { type: 'whole', merge: 'set' },
  },
} as const satisfies Table

/** What could not be folded, and what was asked for it. Two tables, because a row is written from one topic. */
export const deadLetters: ReadModel = {
  name: 'dead_letters',
  version: 1,
  reads: [DeadLetters, SenseRequests],
  tables: [deadLettersTable, letterRequestsTable],
  strayTenant: 'default',
  commitAfterMs: 0,
  apply(event, rows) {
    switch (event.type) {
      case 'DeadLetter': {
        const { stage, processor, topic, partition, offset, key, at, code, reason } = event.value
        const record = { stage, processor, topic, partition, record_offset: offset, record_key: key?.toString() ?? null }
        return rows.merge(deadLettersTable, { number: event.offset, ...record, at, code, message: reason })
      }
      case 'ReplayLetter':
      case 'DropLetter': {
        const { stage, topic, partition, offset, processor, by } = event.value
        const action = event.type === 'ReplayLetter' ? 'replay' : 'drop'
        const key = { stage, topic, partition, record_offset: offset, processor }
        return rows.merge(letterRequestsTable, { ...key, action, by, asked_at: event.arrival })
      }
    }
  },
}
