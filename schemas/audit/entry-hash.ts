import { sha256 } from '../core/sha256.ts'
import type { AuditEntry } from '../generated/records.ts'
import { canonicalJson } from './canonical-json.ts'

/** What an entry says before it has its hash. */
export type UnhashedEntry = Omit<AuditEntry, 'hash'>

/** Before the first entry of a chain. */
export const NO_HASH = '0'.repeat(64)

/** SHA-256 over the canonical JSON of the entry without its hash (form 1), 64 hexadecimal digits in lower case. */
export function entryHash(entry: UnhashedEntry): string {
  const { form, tenant, n, at, act, outcome, actor, object, details, cause, previous } = entry
  const { id, topic, partition, offset } = cause
  const covered = {
    ...{ form, tenant, n, at, act, outcome, actor, object, details, previous },
    cause: { id, topic, partition, offset },
  }
  return sha256(canonicalJson(covered))
}
