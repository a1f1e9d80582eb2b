import { canonicalJson } from '../../schemas/audit/canonical-json.ts'
import type { AuditEntry } from '../../schemas/generated/records.ts'
import type { PlacedEntry } from './read-trail.ts'

/** What the read model has, and how far it has read the log. */
export interface AuditRows {
  readonly rows: readonly AuditEntry[]
  /** Next offset of `audit.entries` that is not in the rows yet. */
  readonly position: number
}

/** How the rows differ from the entries of the log, as sentences; both of one tenant. */
export function tableFaults(entries: readonly PlacedEntry[], { rows, position }: AuditRows): readonly string[] {
  const faults: string[] = []
  const byNumber = new Map(rows.map((row) => [row.n, row]))
  for (const { offset, entry } of entries) {
    const row = byNumber.get(entry.n)
    byNumber.delete(entry.n)
    if (row === undefined) {
      if (offset < position) faults.push(`The read model lacks entry ${entry.n}.`)
      continue
    }
    const columns = differing(entry, row)
    if (columns.length > 0) faults.push(`The read model differs from the log in entry ${entry.n}: ${columns.join(', ')}.`)
  }
  for (const n of byNumber.keys()) faults.push(`The read model has entry ${n}, and the log has not.`)
  return faults
}

function differing(entry: AuditEntry, row: AuditEntry): string[] {
  const fields = Object.keys(entry) as (keyof AuditEntry)[] // its own names
  return fields
    .filter((field) => shown(entry[field]) !== shown(row[field]))
    .map((field) => `${field} is ${shown(row[field])} and should be ${shown(entry[field])}`)
}

function shown(value: AuditEntry[keyof AuditEntry]): string {
  return canonicalJson(typeof value === 'object' ? { ...value } : value)
}
