import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Consumer, Input, ReadResult } from '../log.ts'
import { type Waitable, wake } from './waiting.ts'

export interface PollingSource {
  readonly clock: Clock
  isClosed(): boolean
  read(input: Input, from: number, maxBytes: number): ReadResult
  /** Resolves when one of the inputs may have something new, when `closing` is woken, or when the time is over; sooner does no harm. */
  wait(inputs: readonly Input[], closing: Waitable, timeoutMs: number): Promise<void>
}

/**
 * A consumer over any log that can be read synchronously: looks at every input, waits only when none has moved.
 * `maxBytes` holds for each input by itself, so that a full one does not starve the others.
 */
export function pollingConsumer(inputs: readonly Input[], source: PollingSource): Consumer {
  const positions = inputs.map((input) => input.from)
  const closing: Waitable = { waiting: new Set() }
  let closed = false

  function refuseWhenClosed() {
    if (closed || source.isClosed()) throw new HomeostatError('HS_LOG_CLOSED')
  }

  return {
    async poll({ maxBytes, timeoutMs }) {
      refuseWhenClosed()
      const deadline = source.clock.now() + timeoutMs
      for (;;) {
        const results = inputs.map((input, at) => source.read(input, positions[at], maxBytes))
        const moved = results.some((result, at) => result.next !== positions[at])
        const leftMs = deadline - source.clock.now()
        if (moved || leftMs <= 0 || closed) {
          for (const [at, result] of results.entries()) positions[at] = result.next
          return results
        }
        await source.wait(inputs, closing, leftMs)
        if (source.isClosed()) throw new HomeostatError('HS_LOG_CLOSED')
      }
    },
    async close() {
      closed = true
      wake(closing)
    },
  }
}
