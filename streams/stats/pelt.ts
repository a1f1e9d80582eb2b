import type { SegmentCost } from './segment-cost.ts'
import { tracedChanges } from './traced-changes.ts'

/**
 * The segmentation with the smallest sum of costs plus `penalty` for every change, exactly (PELT: Killick, Fearnhead & Eckley 2012,
 * "Optimal detection of changepoints with a linear computational cost"). A begin that is already worse than the best cannot become the
 * last one of an optimal segmentation and is dropped; with changes all along the series that makes it O(n), without any it stays O(n²).
 * For changes of the mean `meanChanges` finds the same in less time.
 *
 * @param penalty     cost of a change, > 0
 * @param minSegment  fewest observations of a segment, >= 1
 * @returns           index of the first observation of every segment but the first, ascending; the end of the series is none
 */
export function pelt(cost: SegmentCost, penalty: number, minSegment = 2): Int32Array {
  const { length } = cost
  const total = new Float64Array(length + 1)
  total[0] = -penalty
  const began = new Int32Array(length + 1)
  const begins = new Int32Array(length + 1)
  const costs = new Float64Array(length + 1)
  const worse = new Uint8Array(length + 1)
  const period = Math.max(minSegment, PRUNING_PERIOD)
  let count = 0
  for (let end = minSegment; end <= length; end += 1) {
    const begin = end - minSegment
    if (begin === 0 || begin >= minSegment) {
      begins[count] = begin
      count += 1
    }
    cost.measure(begins, count, end, costs)
    let best = Number.POSITIVE_INFINITY
    let first = 0
    for (let i = 0; i < count; i += 1) {
      const sum = total[begins[i]] + costs[i]
      if (sum < best) {
        best = sum
        first = begins[i]
      }
    }
    total[end] = best + penalty
    began[end] = first
    if (end % period === 0) count = prune(begins, costs, count, total, worse, total[end])
  }
  return tracedChanges(began, length)
}

/** Ends between two looks for begins to drop: a look costs as much as a step, and a few begins more cost little. */
const PRUNING_PERIOD = 8

/**
 * Drops the begins that were worse than a new segment when it was last looked. What is found now goes the next time: it can still be best
 * until a segment of the least length has passed.
 *
 * @returns  how many stay
 */
function prune(
  begins: Int32Array,
  costs: Float64Array,
  count: number,
  total: Float64Array,
  worse: Uint8Array,
  limit: number,
): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const begin = begins[i]
    if (worse[begin] === 1) continue
    if (total[begin] + costs[i] > limit) worse[begin] = 1
    begins[kept] = begin
    kept += 1
  }
  return kept
}
