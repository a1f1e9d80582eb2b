import type { Clock } from '../../../streams/runtime/ports/clock.ts'

export interface Instants {
  readonly everyMs: number
  /** How long after an instant it is time to act. */
  readonly delayMs: number
  readonly clock: Clock
  readonly stopping: AbortSignal
}

/**
 * Acts once for every whole multiple of the interval, by the clock of this machine, until it is stopped. An instant that could not be
 * acted on is over: the present is worth more than the past.
 *
 * @param act  gives how long there is to be peace, milliseconds
 */
export async function everyInstant({ everyMs, delayMs, clock, stopping }: Instants, act: (at: number) => Promise<number>) {
  let lastAt: number | undefined
  let notBefore = Number.NEGATIVE_INFINITY
  while (!stopping.aborted) {
    const at = Math.floor((clock.now() - delayMs) / everyMs) * everyMs
    if (at !== lastAt && clock.now() >= notBefore) {
      const peaceMs = await act(at)
      if (stopping.aborted) return
      notBefore = clock.now() + peaceMs
    }
    lastAt = at
    const next = at + everyMs + delayMs
    await clock.sleep(Math.max(1, next - clock.now()), stopping)
  }
}
