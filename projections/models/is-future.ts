/** A frame that is further ahead of its own arrival says nothing about when its source was last seen. */
const FUTURE_MS = 5 * 60_000

/** Whether an event time lies too far ahead of the time at which the log took the record; both in milliseconds since 1970. */
export function isFuture(at: number, arrival: number): boolean {
  return at > arrival + FUTURE_MS
}
