/**
 * A quantile of what fell into the buckets of a histogram, by linear interpolation within the bucket in which it lies, as
 * `histogram_quantile` of PromQL: the first bucket begins at 0 where its bound is positive, and what lies in the last, infinite one is taken
 * for the largest finite bound. O(n).
 *
 * @param bounds  upper bounds of the buckets, ascending, the last infinite
 * @param counts  how many observations were at most so large; cumulative, the same length
 * @param q       which quantile, 0 ≤ q ≤ 1
 * @returns       in the unit of the bounds; NaN without an observation or without a finite bound
 */
export function bucketQuantile(bounds: readonly number[], counts: readonly number[], q: number): number {
  const total = counts[counts.length - 1]
  if (!(total > 0) || bounds.length < 2) return Number.NaN
  const rank = q * total
  const bucket = counts.findIndex((count) => count >= rank)
  if (bucket === bounds.length - 1) return bounds[bounds.length - 2]
  const upper = bounds[bucket]
  if (bucket === 0 && upper <= 0) return upper
  const lower = bucket === 0 ? 0 : bounds[bucket - 1]
  const below = bucket === 0 ? 0 : counts[bucket - 1]
  const within = counts[bucket] - below
  return within === 0 ? lower : lower + ((upper - lower) * (rank - below)) / within
}
