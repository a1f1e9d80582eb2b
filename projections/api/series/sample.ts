/** What was measured at one moment, or what a bar sums up. */
export interface Sample {
  /** Milliseconds since 1970; of a bar its begin. */
  readonly at: number
  readonly value: number
  readonly low: number
  readonly high: number
  /** How many were measured. */
  readonly count: number
}

/** Several as one, at the time of the first; what is not finite counts for nothing, and where nothing else is the sum is not a number. */
export function together(samples: readonly Sample[]): Sample {
  const finite = samples.filter(({ value }) => Number.isFinite(value))
  const count = finite.reduce((sum, sample) => sum + sample.count, 0)
  return {
    at: samples[0]?.at ?? 0,
    // Divides before it adds: values near the largest double do not overflow.
    value: count === 0 ? Number.NaN : finite.reduce((mean, sample) => mean + sample.value / (count / sample.count), 0),
    low: finite.reduce((least, { low }) => Math.min(least, low), Number.POSITIVE_INFINITY),
    high: finite.reduce((most, { high }) => Math.max(most, high), Number.NEGATIVE_INFINITY),
    count,
  }
}
