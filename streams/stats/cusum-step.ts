/**
 * Two-sided cumulative sum of deviations from a reference, updated in place (Page 1954; Hawkins & Olwell 1998, ch. 2), with bounded
 * increments, so that a few wild values cannot add up to a shift, and bounded sums, so that the end of a shift is seen soon.
 *
 * O(1) time and no allocation; the two sums of one series lie side by side at `at`.
 *
 * @param sums       [up, down] pairs in spreads, both >= 0, maybe with other numbers between them
 * @param at         index of the series' upper sum
 * @param deviation  of the new observation from the reference, in spreads; must be finite
 * @param slack      what counts as no shift, in spreads (half of the smallest shift worth finding, by Page)
 * @param bound      largest deviation that counts, in spreads, > slack
 * @param ceiling    largest sum, in spreads
 * @returns          the larger of both sums, negative when it is the lower one
 */
export function cusumStep(sums: Float64Array, at: number, deviation: number, slack: number, bound: number, ceiling: number): number {
  const bounded = deviation > bound ? bound : deviation < -bound ? -bound : deviation
  const up = Math.min(Math.max(sums[at] + bounded - slack, 0), ceiling)
  const down = Math.min(Math.max(sums[at + 1] - bounded - slack, 0), ceiling)
  sums[at] = up
  sums[at + 1] = down
  return up >= down ? up : -down
}
