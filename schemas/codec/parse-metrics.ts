import type { ByteReader } from './byte-reader.ts'
import { malformed } from './malformed.ts'

/** Least bytes of a metric: the length of an empty name, and a double. */
const LEAST_BYTES = 9

/**
 * Passes over a map of doubles, and says what the names are and where the doubles begin, counted from the map's first byte.
 * @throws HS_RECORD_MALFORMED, also when a name occurs twice
 */
export function parseMetrics(input: ByteReader): { names: string[]; positions: number[] } {
  const start = input.pos
  const names = new Set<string>()
  const positions: number[] = []
  for (let count = input.readBlock(LEAST_BYTES); count > 0; count = input.readBlock(LEAST_BYTES)) {
    const { blockEnd } = input
    for (; count > 0; count--) {
      names.add(input.readString())
      positions.push(input.take(8) - start)
      if (names.size < positions.length) throw malformed('a metric occurs twice', input.pos)
    }
    input.endBlock(blockEnd)
  }
  return { names: [...names], positions }
}
