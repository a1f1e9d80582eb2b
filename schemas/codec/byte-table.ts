import { RecentMap } from './recent-map.ts'

/**
 * Values by a range of bytes, found without making a string of it; holds what was used last (see RecentMap). Of two keys with one hash
 * only the last is held: the other is a miss, not a fault.
 */
export class ByteTable<T> {
  private readonly entries: RecentMap<number, Entry<T>>

  constructor(limitBytes: number) {
    this.entries = new RecentMap(limitBytes)
  }

  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    const entry = this.entries.get(hashOf(bytes, from, to))
    return entry !== undefined && isRange(entry.key, bytes, from, to) ? entry.value : undefined
  }

  /**
   * @param key         kept as it is: the caller must not change it
   * @param valueBytes  what the value takes, the key apart
   */
  add(key: Uint8Array, value: T, valueBytes: number): void {
    this.entries.set(hashOf(key, 0, key.length), { key, value }, key.length + valueBytes)
  }
}

interface Entry<T> {
  readonly key: Uint8Array
  readonly value: T
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo 1991). */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
  return hash
}

/** True when the bytes from `from` to `to` are those of `key`. */
export function isRange(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (key.length !== to - from) return false
  for (let at = 0; at < key.length; at++) if (key[at] !== bytes[from + at]) return false
  return true
}
