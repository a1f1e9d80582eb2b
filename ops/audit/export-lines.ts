import type { AuditHead } from '../../schemas/generated/records.ts'
import type { PublicKey } from './audit-key.ts'
import type { Trail } from './read-trail.ts'

/**
 * A trail as lines of JSON for somebody else: what it is, the entries, the heads, the public keys. `verify-audit.mjs` checks it without
 * anything else of this project.
 */
export function exportLines(
  { entries, heads }: Trail,
  kept: readonly AuditHead[],
  keys: readonly PublicKey[],
  { log, at }: { readonly log: string; readonly at: number },
): readonly string[] {
  const known = new Set(heads.map(({ signature }) => signature))
  const more = kept.filter(({ signature }) => !known.has(signature))
  return [
    { type: 'export', format: 1, log, at: new Date(at).toISOString() },
    ...entries.map(({ entry }) => ({ type: 'entry', entry: { ...entry, details: { ...entry.details } } })),
    ...[...heads, ...more].map((head) => ({ type: 'head', head })),
    ...keys.map(({ id, pem }) => ({ type: 'key', id, pem })),
  ].map((line) => JSON.stringify(line))
}
