import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../../streams/runtime/ports/clock.ts'

/** How many times faster than it was recorded a tape is played; Infinity is as fast as possible. */
export type Pace = number

/**
 * @param text `fastest`, `real`, or a factor such as `x60`, `×60` or `60`
 * @throws HS_USAGE
 */
export function parsePace(text: string): Pace {
  if (text === 'fastest') return Number.POSITIVE_INFINITY
  if (text === 'real') return 1
  const factor = /^[x×]?(\d+(?:\.\d+)?)$/.exec(text)?.[1]
  if (factor !== undefined && Number(factor) > 0) return Number(factor)
  throw new HomeostatError('HS_USAGE', {
    message: `The pace is "fastest", "real" or a factor such as "x60", not "${text}".`,
    value: text,
  })
}

export interface Pacer {
  /** True when the moment has not come yet. */
  isEarly(at: number): boolean
  /** Resolves when the moment has come, or at once when the signal is aborted. */
  until(at: number, signal?: AbortSignal): Promise<void>
}

/** Maps the time of the tape to the wall clock; the first moment that it is asked for is now. */
export function pacer(pace: Pace, clock: Clock): Pacer {
  let origin: { readonly at: number; readonly wall: number } | undefined

  function waitMs(at: number): number {
    if (pace === Number.POSITIVE_INFINITY) return 0
    origin ??= { at, wall: clock.now() }
    return (at - origin.at) / pace - (clock.now() - origin.wall)
  }

  return {
    isEarly: (at) => waitMs(at) > 0,
    async until(at, signal) {
      for (let wait = waitMs(at); wait > 0 && !signal?.aborted; wait = waitMs(at)) {
        await clock.sleep(Math.min(Math.ceil(wait), LONGEST_SLEEP_MS), signal)
      }
    },
  }
}

/** A timer of more than 2³¹ ms would fire at once. */
const LONGEST_SLEEP_MS = 3_600_000
