export interface Sample {
  readonly at: number
  readonly value: number
}

export interface Points {
  readonly at: number[]
  readonly value: (number | null)[]
  readonly low: (number | null)[]
  readonly high: (number | null)[]
}

/**
 * At most `points` points for samples that are sorted by time: runs of equal length (by count, so that gaps stay visible), each with
 * the time of its first sample, mean, least and largest value. Values that are not finite are left out; a run of nothing else is null.
 */
export function downSample(samples: readonly Sample[], points: number): Points {
  const result: Points = { at: [], value: [], low: [], high: [] }
  const run = Math.max(1, Math.ceil(samples.length / points))
  for (let i = 0; i < samples.length; i += run) {
    const values = samples.slice(i, i + run).map((sample) => sample.value)
    const finite = values.filter(Number.isFinite)
    const some = finite.length > 0
    result.at.push(samples[i]?.at ?? 0)
    result.value.push(some ? mean(finite) : null)
    result.low.push(some ? Math.min(...finite) : null)
    result.high.push(some ? Math.max(...finite) : null)
  }
  return result
}

/** Divides before it adds: values near the largest double do not overflow. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0)
}
