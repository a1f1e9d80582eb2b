import type { QuietHours } from './rule.ts'

const MINUTE_MS = 60_000
const DAY = 1_440
const WEEK = 7 * DAY
/** 1970 began on a Thursday. */
const THURSDAY = 4

/** Whether a moment lies in any of these hours: from the first minute until just before the last. */
export function isQuiet(hours: readonly QuietHours[], at: number): boolean {
  if (hours.length === 0) return false
  const minute = (Math.floor(at / MINUTE_MS) + THURSDAY * DAY) % WEEK
  return hours.some(({ days, from, to }) => {
    const length = to > from ? to - from : to + DAY - from
    return days.some((day) => (minute - (day * DAY + from) + WEEK) % WEEK < length)
  })
}
