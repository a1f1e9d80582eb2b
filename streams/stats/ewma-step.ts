/**
 * Moving centre line with a spread of its own memory, updated in place (Roberts 1959; the spread is that of the one-step prediction
 * error, Montgomery & Mastrangelo 1991).
 *
 * The centre forgets with weight `alpha`, the spread with weight `beta`: an observation counts 1/e after about 1/alpha and 1/beta
 * steps. What lies further than `bound` spreads away counts as if it lay there (Huber 1964), so that one wild value moves little.
 * O(1) time and no allocation; centre and variance of one series lie side by side at `at`, so that many series share one array.
 *
 * @param moments  [centre, variance] pairs, one a series, maybe with other numbers between them
 * @param at       index of the series' centre
 * @param value    the new observation; must be finite (the caller filters)
 * @param alpha    weight of the new observation in the centre, 0 <= alpha < 1
 * @param beta     weight of the new observation in the variance, 0 <= beta < 1
 * @param floor    spread that is always there, in the unit of the series (> 0), added in quadrature: a flat series that moves by dust is
 *                 not an anomaly
 * @param bound    in spreads, > 1
 * @returns        how far `value` lay from the centre *before* the update, in spreads
 */
export function ewmaStep(
  moments: Float64Array,
  at: number,
  value: number,
  alpha: number,
  beta: number,
  floor: number,
  bound: number,
): number {
  const variance = moments[at + 1]
  const deviation = value - moments[at]
  const spread = Math.sqrt(variance + floor * floor)
  const limit = bound * spread
  const bounded = deviation > limit ? limit : deviation < -limit ? -limit : deviation
  moments[at] += alpha * bounded
  moments[at + 1] = variance + beta * (bounded * bounded - variance)
  return deviation / spread
}
