import type { SegmentCost } from './segment-cost.ts'

/**
 * Sum of the squared distances from the mean of the segment, over all dimensions ("l2"): for changes of the mean. From prefix sums, so a
 * segment costs O(dimensions); the series are centred first, so that little is lost by the differences.
 *
 * @param columns  one array a dimension, of the same length, all finite
 */
export function squaredCost(columns: readonly Float64Array[]): SegmentCost {
  const length = columns[0]?.length ?? 0
  const squares = new Float64Array(length + 1)
  const sums = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / length
    const prefix = new Float64Array(length + 1)
    for (let i = 0; i < length; i += 1) {
      const value = column[i] - mean
      prefix[i + 1] = prefix[i] + value
      squares[i + 1] += value * value
    }
    return prefix
  })
  for (let i = 0; i < length; i += 1) squares[i + 1] += squares[i]
  const inverses = Float64Array.from(squares, (_, size) => 1 / Math.max(1, size))
  return {
    length,
    measure(begins, count, end, into) {
      const all = squares[end]
      for (let d = 0; d < sums.length; d += 1) {
        const prefix = sums[d]
        const upTo = prefix[end]
        for (let i = 0; i < count; i += 1) {
          const begin = begins[i]
          const sum = upTo - prefix[begin]
          into[i] = (d === 0 ? all - squares[begin] : into[i]) - sum * sum * inverses[end - begin]
        }
      }
    },
  }
}
