/**
 * Pseudo-random numbers from a seed (mulberry32, Ettinger 2017): small, quick, and the same everywhere. Every choice of a simulation
 * comes from one of these, so that a seed is the whole history.
 */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** So many instants from `low` to `high`, both included, in their order. */
  times(count: number, low: number, high: number): number[] {
    return Array.from({ length: count }, () => this.between(low, high)).sort((a, b) => a - b)
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]
  }
}
