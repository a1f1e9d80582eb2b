import { entryHash, NO_HASH } from '../../schemas/audit/entry-hash.ts'
import type { AuditEntry } from '../../schemas/generated/records.ts'

/** Follows the chains of a trail, entry by entry, and says where they do not hold. */
export interface ChainCheck {
  /** @returns what is wrong with the entry, as sentences; none when it follows from the one before */
  next(entry: AuditEntry): readonly string[]
  /** Hash of an entry that was seen; undefined when it was not. */
  hashOf(tenant: string, n: number): string | undefined
  /** Number of the newest entry of each tenant. */
  newest(): ReadonlyMap<string, number>
}

export function chainCheck(): ChainCheck {
  const chains = new Map<string, { n: number; readonly hashes: Map<number, string> }>()
  return {
    next(entry) {
      const { tenant, n, previous, hash } = entry
      const chain = chains.get(tenant) ?? { n: 0, hashes: new Map([[0, NO_HASH]]) }
      chains.set(tenant, chain)
      const faults = [...orderFaults(entry, chain.n)]
      const own = entryHash(entry)
      if (own !== hash) faults.push(`Entry ${n} was changed: it says that its hash is ${hash}, and it is ${own}.`)
      const before = chain.hashes.get(n - 1)
      if (before !== undefined && previous !== before) faults.push(linkFault(entry, before))
      chain.n = Math.max(n, chain.n)
      chain.hashes.set(n, hash)
      return faults
    },
    hashOf: (tenant, n) => chains.get(tenant)?.hashes.get(n),
    newest: () => new Map([...chains].map(([tenant, { n }]) => [tenant, n])),
  }
}

function* orderFaults({ n }: AuditEntry, last: number): Generator<string> {
  if (n === last + 1) return
  if (n <= last) yield `Entry ${n} stands behind entry ${last}: the order was changed, or it stands there twice.`
  else yield `Behind entry ${last} comes entry ${n}: ${missing(last + 1, n - 1)}.`
}

function linkFault({ n, previous }: AuditEntry, hash: string): string {
  if (n === 1) return `Entry 1 names ${previous} as the entry before, and there is none.`
  return `Entry ${n} does not follow from entry ${n - 1}: it names ${previous}, and that entry has the hash ${hash}.`
}

function missing(first: number, last: number): string {
  return first === last ? `entry ${first} is missing there` : `entries ${first} to ${last} are missing there`
}
