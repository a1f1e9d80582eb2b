import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { lastTick } from '../../../streams/runtime/clock/last-tick.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'

const LOOK_MS = 500
const SAY_AGAIN_MS = 10_000

/**
 * Waits, for as long as it takes, until the log has a tick: what is measured before would have no time to belong to.
 *
 * @param waiting  told at once and every 10 s why there is none: HS_TICK_MISSING, or what keeps the log from being read
 * @returns        false when it was told to stop before
 */
export async function untilFirstTick(
  { log, codec, clock }: Ports,
  signal: AbortSignal,
  waiting: (error: unknown) => void,
): Promise<boolean> {
  let said: { readonly code: string; readonly at: number } | undefined
  while (!signal.aborted) {
    const missing = await lastTick(log, codec).then(
      (at) => (at > 0 ? undefined : new HomeostatError('HS_TICK_MISSING')),
      (error: unknown) => error,
    )
    if (missing === undefined) return true
    const code = codeOf(missing)
    if (said?.code !== code || clock.now() - said.at >= SAY_AGAIN_MS) {
      waiting(missing)
      said = { code, at: clock.now() }
    }
    await clock.sleep(LOOK_MS, signal)
  }
  return false
}
