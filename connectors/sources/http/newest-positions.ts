import type { Position } from '../../../streams/runtime/log/log.ts'

/** The newest position of each partition: a reader that has passed them has seen everything. */
export function newestPositions(positions: readonly Position[]): Position[] {
  const newest = new Map<number, Position>()
  for (const position of positions) {
    if (position.offset >= (newest.get(position.partition)?.offset ?? 0)) newest.set(position.partition, position)
  }
  return [...newest.values()].sort((a, b) => a.partition - b.partition)
}
