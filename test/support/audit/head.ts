import type { SigningKey } from '../../../ops/audit/audit-key.ts'
import { headText } from '../../../schemas/audit/head-text.ts'
import type { AuditEntry, AuditHead } from '../../../schemas/generated/records.ts'

/** A head of an entry, signed a second after it. */
export function headOf({ tenant, n, hash, at }: AuditEntry, key: SigningKey): AuditHead {
  const head = { tenant, n, hash, at: at + 1_000, key: key.id }
  return { ...head, signature: key.sign(headText(head)) }
}
