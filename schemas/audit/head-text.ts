import type { AuditHead } from '../generated/records.ts'
import { canonicalJson } from './canonical-json.ts'

/** What a head says before it is signed. */
export type UnsignedHead = Omit<AuditHead, 'signature'>

/** The text whose UTF-8 bytes are signed: the canonical JSON of the head without its signature. */
export function headText({ tenant, n, hash, at, key }: UnsignedHead): string {
  return canonicalJson({ tenant, n, hash, at, key })
}
