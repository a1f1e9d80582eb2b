/**
 * Exponentially weighted centre and mean absolute deviation, updated in place (Trigg 1964). As `ewmaStep`, but without a square root,
 * and less moved by what is far away.
 *
 * @param moments  [centre, mean deviation] pairs, one a series, maybe with other numbers between them
 * @param at       index of the series' centre
 * @param value    the new observation; must be finite (the caller filters)
 * @param weight   of the new observation in both, 0 <= weight < 1
 * @param floor    smallest mean deviation that counts, in the unit of the series (> 0)
 * @param bound    what lies further than so many mean deviations away counts as if it lay there, > 1
 * @returns        how far `value` lay from the centre *before* the update, in mean deviations
 */
export function meanDeviationStep(moments: Float64Array, at: number, value: number, weight: number, floor: number, bound: number): number {
  const kept = moments[at + 1]
  const deviation = value - moments[at]
  const unit = kept > floor ? kept : floor
  const limit = bound * unit
  const bounded = deviation > limit ? limit : deviation < -limit ? -limit : deviation
  moments[at] += weight * bounded
  moments[at + 1] = kept + weight * (Math.abs(bounded) - kept)
  return deviation / unit
}
