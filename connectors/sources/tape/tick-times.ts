/**
 * The ticks that belong between the last one and a moment, ascending, all on whole multiples of the interval.
 *
 * While frames come every tick is there. In a gap the distance between ticks doubles, from the interval up to an hour: a pause of a
 * minute is noticed after a minute or two, and a year of silence costs some 9,000 ticks instead of six million.
 *
 * @param last    the tick before
 * @param next    the moment that has come, inclusive
 * @param everyMs the interval
 */
export function tickTimes(last: number, next: number, everyMs: number): number[] {
  const newest = Math.floor(next / everyMs) * everyMs
  const longest = Math.max(everyMs, Math.floor(LONGEST_STEP_MS / everyMs) * everyMs)
  const times: number[] = []
  let step = everyMs
  for (let at = Math.floor(last / everyMs) * everyMs + everyMs; at < newest; at += step) {
    times.push(at)
    step = Math.min(longest, times.length < UNTHINNED ? everyMs : step * 2)
  }
  if (newest > last) times.push(newest)
  return times
}

const LONGEST_STEP_MS = 3_600_000

/** So many ticks of a gap come at the full rate: as long as the grace for late frames at the default interval. */
const UNTHINNED = 12
