/**
 * A map that holds what was used last, up to a limit in bytes: two generations, of which the older is dropped when the younger is half
 * full. What is in constant use and takes less than half the limit is never lost.
 */
export class RecentMap<K, V> {
  private young = new Map<K, Held<V>>()
  private old = new Map<K, Held<V>>()
  private youngBytes = 0

  constructor(private readonly limitBytes: number) {}

  get(key: K): V | undefined {
    const held = this.young.get(key)
    return held === undefined ? this.revive(key) : held.value
  }

  /** @param bytes  what the value takes, its key included */
  set(key: K, value: V, bytes: number): void {
    this.put(key, { value, bytes })
  }

  private revive(key: K): V | undefined {
    const held = this.old.get(key)
    if (held === undefined) return undefined
    this.put(key, held)
    return held.value
  }

  private put(key: K, held: Held<V>): void {
    if (this.youngBytes > this.limitBytes / 2) {
      this.old = this.young
      this.young = new Map()
      this.youngBytes = 0
    }
    this.young.set(key, held)
    this.youngBytes += held.bytes
  }
}

interface Held<V> {
  readonly value: V
  readonly bytes: number
}
