/** What a level shift is looked for with; weights are of one observation, distances in mean deviations. */
export interface LevelShiftWeights {
  /** In the reference and its mean deviation, 0 <= memory < 1: 1/memory observations are remembered. */
  readonly memory: number
  /** In the present level, 0 < quick < 1. */
  readonly quick: number
  /** Distance from the reference that adds nothing (half of the smallest shift worth finding, by Page). */
  readonly slack: number
  /** Largest distance that counts, > slack. */
  readonly bound: number
}

/**
 * Two-sided cumulative sum of deviations from a slow reference (Page 1954; Hawkins & Olwell 1998, ch. 2), updated in place. Reference and
 * mean deviation are exponentially weighted (Trigg 1964); increments are bounded (Huber 1964), so that a few wild values cannot add up
 * to a shift. The sums are kept in the unit of the series, so that nothing is divided.
 *
 * O(1) time and no allocation. Numbers of a series: reference, mean deviation and present level at `at`, upper and lower sum at `sums`.
 *
 * @param cells  the numbers of many series
 * @param value  the new observation; must be finite (the caller filters)
 * @param floor  mean deviation that is always there, in the unit of the series (> 0): dust is no shift
 * @returns      the larger of both sums, in mean deviations as they were before the update
 */
export function levelShiftStep(
  cells: Float64Array,
  at: number,
  sums: number,
  value: number,
  floor: number,
  { memory, quick, slack, bound }: LevelShiftWeights,
): number {
  const reference = cells[at]
  const kept = cells[at + 1]
  const level = cells[at + 2]
  const unit = kept + floor
  const limit = bound * unit
  const deviation = value - reference
  const bounded = deviation > limit ? limit : deviation < -limit ? -limit : deviation
  const dead = slack * unit
  const up = cells[sums] + bounded - dead
  const down = cells[sums + 1] - bounded - dead
  cells[at] = reference + memory * bounded
  cells[at + 1] = kept + memory * (Math.abs(bounded) - kept)
  cells[at + 2] = level + quick * (value - level)
  cells[sums] = up > 0 ? up : 0
  cells[sums + 1] = down > 0 ? down : 0
  return Math.max(up, down, 0) / unit
}
