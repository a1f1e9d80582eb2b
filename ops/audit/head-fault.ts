import { headText } from '../../schemas/audit/head-text.ts'
import type { AuditHead } from '../../schemas/generated/records.ts'
import type { PublicKey } from './audit-key.ts'
import type { ChainCheck } from './chain-check.ts'

/**
 * What a signed head says against a trail that was read to its end; undefined when it agrees.
 * @param where  where the head stands, for the sentence
 * @param keys   those that are trusted
 */
export function headFault(head: AuditHead, where: string, chain: ChainCheck, keys: readonly PublicKey[]): string | undefined {
  const { tenant, n, hash } = head
  const signed = `the head of entry ${n} in ${where}, signed ${timeOf(head.at)},`
  const key = keys.find(({ id }) => id === head.key)
  if (key === undefined) return capital(`${signed} names a key that is not trusted: ${head.key}.`)
  if (!key.hasSigned(headText(head), head.signature)) return capital(`${signed} was changed: its signature does not fit it.`)
  const found = chain.hashOf(tenant, n)
  const newest = chain.newest().get(tenant) ?? 0
  if (found === hash) return undefined
  if (n > newest) return capital(`${signed} shows that there were ${n} entries, and there are ${newest}: the tail was removed.`)
  if (found === undefined) return capital(`${signed} is about an entry that is not there.`)
  return capital(`${signed} shows the hash ${hash}, and that entry has ${found}: the chain was written anew.`)
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** A time as a person reads it; what is none is shown as it stands there. */
function timeOf(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at)
}
