/** Which times of a source are taken by frames of late. */
export interface FreeInstants {
  /** The first free time from this one on, in milliseconds; taken from now on. */
  take(source: string, at: number): number
  /** It was not needed after all. */
  release(source: string, at: number): void
  /** Forgets sources of which nothing has come since this time. */
  forget(before: number): void
}

export function freeInstants(): FreeInstants {
  const sources = new Map<string, Set<number>>()
  return {
    take(source, at) {
      const taken = sources.get(source) ?? new Set<number>()
      if (taken.size === 0) sources.set(source, taken)
      let free = at
      while (taken.has(free)) free++
      taken.add(free)
      for (const oldest of taken) {
        if (taken.size <= REMEMBERED) break
        taken.delete(oldest)
      }
      return free
    },
    release: (source, at) => void sources.get(source)?.delete(at),
    forget(before) {
      for (const [source, taken] of sources) if (Math.max(...taken) < before) sources.delete(source)
    },
  }
}

/** Times of one source; senders go on in order, and are at most some scrapes apart. */
const REMEMBERED = 100
