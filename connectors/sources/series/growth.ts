/** The last value of a series and how it came about. */
export interface Growth {
  value: number
  /** When it was measured, milliseconds since 1970; NEVER before the first value. */
  at: number
  /** Since the value before; NaN for the first. Less than 0 where a counter began anew. */
  increase: number
  /** Time since then, milliseconds. */
  spanMs: number
}

export const NEVER = Number.NEGATIVE_INFINITY

export function noGrowth(): Growth {
  return { value: Number.NaN, at: NEVER, increase: Number.NaN, spanMs: 0 }
}

/** Takes a value that is newer than the last one; false, and nothing has changed, when it is not. */
export function grow(growth: Growth, value: number, at: number): boolean {
  if (at <= growth.at) return false
  growth.increase = value - growth.value
  growth.spanMs = at - growth.at
  growth.value = value
  growth.at = at
  return true
}

/** Whether a counter has been seen before and has not begun anew since. */
export function hasGrown(growth: Growth): boolean {
  return growth.increase >= 0
}

/** A second. */
export function rateOf(growth: Growth): number {
  return (growth.increase * 1000) / growth.spanMs
}
