import { medianInPlace } from './median.ts'
import type { SegmentCost } from './segment-cost.ts'

/** Distances that the width of the kernel is found from, at most. */
const SAMPLE = 400

/**
 * Cost of a segment with a Gaussian kernel ("rbf"; Arlot, Celisse & Harchaoui 2019, "A kernel multiple change-point algorithm via model
 * selection"): how much its observations differ from each other. For changes of any kind, not of the mean alone; each dimension counts
 * with the width that its own differences have (the median heuristic).
 *
 * O(n²) time, because every pair counts, but O(n) memory: for every begin the sum over the pairs of its segment is kept and grows with the
 * end. Meant for a window of some hundred to some thousand observations.
 *
 * @param columns  one array a dimension, of the same length, all finite
 */
export function kernelCost(columns: readonly Float64Array[]): SegmentCost {
  const length = columns[0]?.length ?? 0
  const scaled = columns.map((column) => {
    const width = medianSquare(column)
    return column.map((value) => value / Math.sqrt(width))
  })
  const pairs = new Float64Array(length) // by begin: the sum of the kernel over all pairs up to `reached`
  let reached = 0
  return {
    length,
    measure(begins, count, end, into) {
      for (; reached < end; reached += 1) extend(scaled, pairs, reached)
      for (let i = 0; i < count; i += 1) {
        const size = end - begins[i]
        into[i] = Math.max(0, size - pairs[begins[i]] / size)
      }
    },
  }
}

/** Adds the pairs of the observation at `last` with itself and all before it. */
function extend(columns: readonly Float64Array[], pairs: Float64Array, last: number): void {
  let alike = 0
  for (let begin = last; begin >= 0; begin -= 1) {
    let square = 0
    for (const column of columns) {
      const difference = column[begin] - column[last]
      square += difference * difference
    }
    const kernel = Math.exp(-square)
    pairs[begin] += begin === last ? kernel : 2 * alike + 1 + 2 * kernel
    if (begin !== last) alike += kernel
  }
}

/** Median of the squared differences between observations, from a sample; 1 when they are all the same. */
function medianSquare(column: Float64Array): number {
  const step = Math.max(1, Math.floor(column.length / SAMPLE))
  const squares: number[] = []
  for (let i = 0; i + step < column.length; i += step) {
    const other = (i * 7919 + 104_729) % column.length // a fixed partner from anywhere in the series
    const difference = column[i] - column[other]
    if (difference !== 0) squares.push(difference * difference)
  }
  return squares.length === 0 ? 1 : medianInPlace(Float64Array.from(squares))
}
