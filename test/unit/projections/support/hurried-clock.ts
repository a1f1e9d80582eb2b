import type { Clock } from '../../../../streams/runtime/ports/clock.ts'

/** A clock on which no wait takes long: each look at it is a second later. */
export function hurriedClock(paused: () => void = () => {}): Clock {
  let now = 0
  return {
    now: () => (now += 1_000),
    sleep: async (ms) => {
      now += ms
    },
    pause: () =>
      new Promise((resolve) => {
        setImmediate(() => {
          paused()
          resolve()
        })
      }),
  }
}
