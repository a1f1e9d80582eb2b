import { type Sample, together } from './sample.ts'

export interface Points {
  readonly at: number[]
  readonly value: (number | null)[]
  readonly low: (number | null)[]
  readonly high: (number | null)[]
}

/**
 * At most `points` points for samples or bars that are sorted by time: runs of equal length (by their number, so that gaps stay visible),
 * each with the time of its first, the mean of all that was measured, and the least and largest value. Values that are not finite are left
 * out; a run of nothing else is null.
 */
export function downSample(samples: readonly Sample[], points: number): Points {
  const result: Points = { at: [], value: [], low: [], high: [] }
  const run = Math.max(1, Math.ceil(samples.length / points))
  for (let i = 0; i < samples.length; i += run) {
    const { at, value, low, high } = together(samples.slice(i, i + run))
    const some = Number.isFinite(value)
    result.at.push(at)
    result.value.push(some ? value : null)
    result.low.push(some ? low : null)
    result.high.push(some ? high : null)
  }
  return result
}
