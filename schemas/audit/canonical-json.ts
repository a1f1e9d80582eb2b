/** What an entry or a head of the audit trail is made of. */
export type Canonical = string | number | { readonly [name: string]: Canonical }

/**
 * The one JSON text of a value, by RFC 8785 (JSON Canonicalization Scheme): no white space, names sorted by UTF-16 code units, numbers
 * as ECMAScript writes them. All numbers here are whole and below 2^53, so that every language writes them alike.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value !== 'object') return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`)
  return `{${members.join(',')}}`
}
