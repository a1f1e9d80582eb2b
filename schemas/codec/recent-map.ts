/**
 * A map that holds what was used last, up to a limit in bytes: two generations, of which the older is dropped when the younger is half
 * full, or has been asked so often that what it does not hold is no longer in use. What is in constant use and takes less than half the
 * limit is never lost, and what is out of use goes long before the limit is reached: keys that come and go leave nothing behind.
 */
export class RecentMap<K, V> {
  private young = new Map<K, Held<V>>()
  private old = new Map<K, Held<V>>()
  private youngBytes = 0
  /** How often the younger generation was asked. */
  private asked = 0

  constructor(private readonly limitBytes: number) {}

  get(key: K): V | undefined {
    this.asked++
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
    if (this.youngBytes > this.limitBytes / 2 || this.asked > ASKED_EACH * (this.young.size + FEW)) {
      this.old = this.young
      this.young = new Map()
      this.youngBytes = 0
      this.asked = 0
    }
    this.young.set(key, held)
    this.youngBytes += held.bytes
  }
}

/**
 * A generation ends when it was asked so often for each of its keys. Whoever asks for a key as seldom as that, compared with the others, makes
 * its value again each time: at most one in so many of all that are asked for.
 */
const ASKED_EACH = 128
/** Counted as if they were there, so that a small map does not turn all the time. */
const FEW = 64

interface Held<V> {
  readonly value: V
  readonly bytes: number
}
