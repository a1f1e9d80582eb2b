import type { Clock } from '../../../../streams/runtime/ports/clock.ts'

export interface VirtualClock extends Clock {
  /** Moves on to the earliest sleeper and lets everything run that it wakes; false when nobody sleeps. */
  step(): Promise<boolean>
  /** The wall clock is set to another time while all sleep on. */
  jump(ms: number): void
}

/** A clock that stands still until it is told to go on. */
export function virtualClock(start: number): VirtualClock {
  let now = start
  let sleepers: { readonly at: number; wake(): void }[] = []

  return {
    now: () => now,
    jump: (ms) => {
      now += ms
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { at: now + ms, wake }
        function wake() {
          sleepers = sleepers.filter((other) => other !== sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    async step() {
      await settle()
      const next = sleepers.reduce<(typeof sleepers)[number] | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
      if (!next) return false
      now = Math.max(now, next.at)
      next.wake()
      await settle()
      return true
    },
  }
}

/** Lets everything run that waits for nothing but promises. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}
