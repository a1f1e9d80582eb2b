import type { StoredRecord } from '../log/log.ts'

/** A record with the input that it came by. */
export interface Taken {
  readonly input: number
  readonly record: StoredRecord
}

/** What is buffered of one input, and whether the log had nothing behind it when it was last asked. */
export interface Pile {
  readonly records: readonly StoredRecord[]
  /** Event time of each record; NaN where it cannot be read: such a record has its predecessor's time. */
  readonly times: readonly number[]
  readonly atEnd: boolean
}

/**
 * Takes heads in the order of event time (ties: by input, then offset) until an input has no head and is not at its end, or `most`
 * records are taken. Given the same piles it takes the same records; what it has taken of each input, merged again on its own, comes
 * out in the same order.
 */
export function merge(piles: readonly Pile[], most: number): Taken[] {
  const heads = piles.map(() => 0)
  const times = piles.map((pile) => timeOf(pile, 0, Number.NEGATIVE_INFINITY))
  const taken: Taken[] = []
  while (taken.length < most) {
    let first = -1
    for (let input = 0; input < piles.length; input++) {
      const pile = piles[input]
      if (heads[input] >= pile.records.length) {
        if (!pile.atEnd) return taken
      } else if (first < 0 || times[input] < times[first]) first = input
    }
    if (first < 0) return taken
    const pile = piles[first]
    taken.push({ input: first, record: pile.records[heads[first]++] })
    times[first] = timeOf(pile, heads[first], times[first])
  }
  return taken
}

function timeOf(pile: Pile, at: number, predecessor: number): number {
  const time = pile.times[at]
  return time === undefined || Number.isNaN(time) ? predecessor : time
}
