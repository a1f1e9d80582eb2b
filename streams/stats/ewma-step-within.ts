/**
 * `ewmaStep` for what is ordinary, without square root and division: takes in a value that lies within the bound, and leaves everything
 * else (what is not a number too) to the caller. Where it takes the value in, the moments are what `ewmaStep` makes of them.
 *
 * @param floor         spread that is always there, in the unit of the series
 * @param share         spread that is always there, as a share of the centre
 * @param squaredBound  square of the bound
 * @returns             whether the value was taken in
 */
export function ewmaStepWithin(
  moments: Float64Array,
  at: number,
  value: number,
  alpha: number,
  beta: number,
  floor: number,
  share: number,
  squaredBound: number,
): boolean {
  const centre = moments[at]
  const variance = moments[at + 1]
  const deviation = value - centre
  const square = deviation * deviation
  const least = floor + share * Math.abs(centre)
  const within = square <= squaredBound * (variance + least * least)
  if (!within) return false
  moments[at] = centre + alpha * deviation
  moments[at + 1] = variance + beta * (square - variance)
  return true
}
