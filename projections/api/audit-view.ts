import { type Static, Type } from '@sinclair/typebox'
import type { AuditEntry } from '../../schemas/generated/records.ts'
import type { Row } from '../table/table.ts'
import { showTime } from './time.ts'

/** An entry of the audit trail as clients see it: with all that its hash covers. */
export const AuditView = Type.Object({
  form: Type.Integer({ description: 'Which fields the hash covers; 1: tenant to previous, with atMs as `at`' }),
  tenant: Type.String(),
  n: Type.Integer({ description: 'Counts the entries from 1, without gaps' }),
  at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description: 'Event time of the act' }),
  atMs: Type.Integer({ description: 'The same in milliseconds since 1970, as it is hashed' }),
  act: Type.String(),
  outcome: Type.String({ description: 'asked, done, accepted or refused' }),
  actor: Type.String(),
  object: Type.String({ description: 'What it was done to' }),
  details: Type.Record(Type.String(), Type.String()),
  cause: Type.Object(
    { id: Type.String(), topic: Type.String(), partition: Type.Integer(), offset: Type.Integer() },
    { description: 'The record that was the act' },
  ),
  previous: Type.String({ description: 'Hash of the entry before' }),
  hash: Type.String({ description: 'SHA-256 of the canonical JSON of the entry' }),
})

export type AuditView = Static<typeof AuditView>

export function auditView(row: Row): AuditView {
  const { tenant, at, ...entry } = entryOfRow(row)
  return { ...entry, tenant, at: showTime(at), atMs: at }
}

/** The entry that a row tells of. */
export function entryOfRow(row: Row): AuditEntry {
  return {
    form: Number(row.form),
    tenant: String(row.tenant_id),
    n: Number(row.n),
    at: Number(row.at),
    act: String(row.act),
    outcome: outcomeOf(row.outcome),
    actor: String(row.actor),
    object: String(row.object),
    details: detailsOf(row.details),
    cause: {
      id: String(row.cause_id),
      topic: String(row.cause_topic),
      partition: Number(row.cause_partition),
      offset: Number(row.cause_offset),
    },
    previous: String(row.previous),
    hash: String(row.hash),
  }
}

function outcomeOf(cell: unknown): AuditEntry['outcome'] {
  const known: readonly AuditEntry['outcome'][] = ['asked', 'accepted', 'refused', 'done']
  return known.find((outcome) => outcome === cell) ?? 'unknown'
}

/** Somebody may have written anything into the table: what is no JSON is shown as it is. */
function detailsOf(cell: unknown): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(String(cell)) ?? {}).map(([name, value]) => [name, String(value)]))
  } catch {
    return { unreadable: String(cell) }
  }
}
