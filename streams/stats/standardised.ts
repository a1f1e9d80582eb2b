/**
 * A series in standard deviations (of n - 1) from its mean; all zero when it is constant. A change of the mean is part of that deviation,
 * so a series with a few large changes has small noise in this unit: penalties for it must not be those of pure noise.
 *
 * @param values  all finite
 */
export function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const deviation = Math.sqrt(square / Math.max(1, values.length - 1))
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0))
}
