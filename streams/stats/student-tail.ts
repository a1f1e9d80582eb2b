/**
 * Two-sided tail of Student's t with three degrees of freedom: the chance that a heavy-tailed quantity lies at least `t` spreads away
 * from its centre (closed form, Shaw 2006, "Sampling Student's T distribution", table 1).
 *
 * Three degrees, because series of machines have far more outliers than a normal distribution grants. O(1).
 *
 * @param t  distance in spreads; the sign does not matter
 * @returns  in (0, 1] for finite t, 0 for an infinite one
 *
 * @example
 * studentTail(3.182446) // 0.05
 */
export function studentTail(t: number): number {
  const x = Math.abs(t) / Math.sqrt(3)
  if (x === 0) return 1
  if (x > FAR) return 4 / (3 * Math.PI) / (x * x * x) // first term of the series: the difference below would cancel
  return (2 / Math.PI) * (Math.atan(1 / x) - x / (1 + x * x))
}

const FAR = 1e4
