import { entryHash, NO_HASH } from '../../../schemas/audit/entry-hash.ts'
import type { AuditEntry } from '../../../schemas/generated/records.ts'

/** A chain of so many acts, each a second after the one before. */
export function chainOf(length: number, tenant = 'default'): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let n = 1; n <= length; n++) {
    entries.push(
      hashed({
        ...{ form: 1, tenant, n, at: FIRST_ACT_AT + n * 1_000, act: 'letter.replay', outcome: 'asked', actor: 'ann' },
        object: `dead.letters/${n}`,
        details: { stage: 'sense' },
        cause: { id: `cause ${n}`, topic: 'control.requests', partition: 0, offset: n - 1 },
        previous: entries.at(-1)?.hash ?? NO_HASH,
        hash: '',
      }),
    )
  }
  return entries
}

export const FIRST_ACT_AT = Date.UTC(2026, 0, 31, 12)

/** The entry with the hash that belongs to it, as somebody would make it who knows how. */
export function hashed(entry: AuditEntry): AuditEntry {
  return { ...entry, hash: entryHash(entry) }
}

/** The chain as somebody would leave it who changes one entry and hashes all behind it anew. */
export function rewritten(chain: readonly AuditEntry[], n: number, change: Partial<AuditEntry>): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (const entry of chain) {
    const before = entries.at(-1)
    const changed = entry.n === n ? { ...entry, ...change } : entry
    entries.push(entry.n < n ? entry : hashed({ ...changed, previous: before?.hash ?? NO_HASH }))
  }
  return entries
}
