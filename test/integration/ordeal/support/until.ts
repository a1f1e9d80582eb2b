import { systemClock } from '../../../../streams/runtime/ports/clock.ts'

/**
 * Waits for the thing itself, not for a time: asks until the answer is something, and fails with what was waited for when it takes too
 * long.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, atMostMs = 40_000): Promise<T> {
  const end = performance.now() + atMostMs
  while (performance.now() < end) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await systemClock.sleep(LEFT_TO_OTHERS_MS)
  }
  throw new Error(`waited ${atMostMs} ms and it did not come: ${what}`)
}

/** Leaves the processor to what is being waited for. */
const LEFT_TO_OTHERS_MS = 20
