import type { Position } from '../log.ts'

export interface Protections {
  protect(owner: string, positions: readonly Position[]): void
  /** The lowest offset that an owner of this partition still needs; Infinity when nobody has said anything. */
  lowest(topic: string, partition: number): number
}

/** What the tasks of this process have not read yet. Held in memory: a task says it again when it opens. */
export function createProtections(): Protections {
  const byOwner = new Map<string, readonly Position[]>()
  return {
    protect(owner, positions) {
      byOwner.set(owner, positions)
    },
    lowest(topic, partition) {
      let lowest = Number.POSITIVE_INFINITY
      for (const positions of byOwner.values())
        for (const position of positions)
          if (position.topic === topic && position.partition === partition) lowest = Math.min(lowest, position.offset)
      return lowest
    },
  }
}
