import { canonicalJson } from '../../schemas/audit/canonical-json.ts'
import { AuditEntries } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/** A row an entry, with everything that its hash covers. Rows are only ever added. */
export const auditTable = {
  name: 'audit',
  topic: AuditEntries,
  key: { tenant_id: 'text', n: 'whole' },
  columns: {
    form: { type: 'whole', merge: 'keep' },
    /** Event time of the act, milliseconds since 1970. */
    at: { type: 'whole', merge: 'keep' },
    act: { type: 'text', merge: 'keep' },
    outcome: { type: 'text', merge: 'keep' },
    actor: { type: 'text', merge: 'keep' },
    object: { type: 'text', merge: 'keep' },
    /** Canonical JSON. */
    details: { type: 'text', merge: 'keep' },
    cause_id: { type: 'text', merge: 'keep' },
    cause_topic: { type: 'text', merge: 'keep' },
    cause_partition: { type: 'whole', merge: 'keep' },
    cause_offset: { type: 'whole', merge: 'keep' },
    previous: { type: 'text', merge: 'keep' },
    hash: { type: 'text', merge: 'keep' },
  },
  indexes: [['tenant_id', 'at', 'n']],
  appendOnly: true,
} as const satisfies Table

export const audit: ReadModel = {
  name: 'audit',
  version: 1,
  reads: [AuditEntries],
  tables: [auditTable],
  commitAfterMs: 0,
  apply(event, rows) {
    if (event.type !== 'AuditEntry') return
    const { form, n, at, act, outcome, actor, object, details, cause, previous, hash } = event.value
    rows.merge(auditTable, {
      ...{ form, n, at, act, outcome, actor, object, previous, hash },
      details: canonicalJson(details),
      cause_id: cause.id,
      cause_topic: cause.topic,
      cause_partition: cause.partition,
      cause_offset: cause.offset,
    })
  },
}
