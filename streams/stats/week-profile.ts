/** Hours of a week. */
export const WEEK_HOURS = 168
/** Words of 32 bits that a profile has: a float an hour, and a bit an hour that says whether it was ever seen. */
export const PROFILE_WORDS = WEEK_HOURS + Math.ceil(WEEK_HOURS / 32)

const HOUR_MS = 3_600_000

/** The hour of the week of a time, UTC: 0 to 167, beginning with the weekday of 1 January 1970 (a Thursday). */
export function weekHourOf(at: number): number {
  return Math.floor(at / HOUR_MS) % WEEK_HOURS
}

/**
 * What a series usually is in an hour of the week: an exponentially weighted mean an hour, as a float of 32 bits. Many profiles share one
 * array.
 *
 * @param words  PROFILE_WORDS a series
 * @param at     index of the series' first word
 * @returns      undefined for an hour that was never seen
 */
export function usualAt(words: Uint32Array, at: number, hour: number): number | undefined {
  return isSeen(words, at, hour) ? floatsOf(words)[at + hour] : undefined
}

/**
 * Moves the hour towards a value, to the whole of it the first time. O(1).
 *
 * @param value   at most 1e38 either way
 * @param weight  of the value, 0 to 1
 */
export function learnHour(words: Uint32Array, at: number, hour: number, value: number, weight: number): void {
  const floats = floatsOf(words)
  if (isSeen(words, at, hour)) floats[at + hour] += weight * (value - floats[at + hour])
  else {
    floats[at + hour] = value
    words[at + WEEK_HOURS + (hour >> 5)] |= 1 << (hour & 31)
  }
}

function isSeen(words: Uint32Array, at: number, hour: number): boolean {
  return ((words[at + WEEK_HOURS + (hour >> 5)] >>> (hour & 31)) & 1) === 1
}

/** The same memory as floats; asked for so rarely that a view a call is cheap enough. */
function floatsOf(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length)
}
