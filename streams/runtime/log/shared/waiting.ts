import type { Clock } from '../../ports/clock.ts'

/** A place that can be waited at: those who wait stand in the set in the order in which they came. */
export interface Waitable {
  readonly waiting: Set<() => void>
}

/** Resolves when one of the places is woken, or after `timeoutMs` by the clock, whichever is first. */
export function waitForAny(places: readonly Waitable[], timeoutMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const timeOut = new AbortController()
    for (const place of places) place.waiting.add(go)
    void clock.sleep(timeoutMs, timeOut.signal).then(go)

    function go() {
      for (const place of places) place.waiting.delete(go)
      timeOut.abort(WOKEN)
      resolve()
    }
  })
}

/** Said, because the error that an abort makes for want of a reason costs more than the whole wait. */
const WOKEN = 'woken'

export function wake(place: Waitable): void {
  for (const go of [...place.waiting]) go()
}
