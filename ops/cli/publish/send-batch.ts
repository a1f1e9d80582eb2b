import { randomUUID } from 'node:crypto'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { callApi } from '../instance/call-api.ts'
import type { Batch } from './batches.ts'

export interface SendOptions {
  /** Gives up after being refused as busy for so long, milliseconds. */
  readonly patienceMs: number
  readonly interrupted: AbortSignal
  /** Told of every wait. */
  waiting?(ms: number): void
}

/**
 * Sends one batch, again and again while the instance is busy; under one key, so that it is written once.
 * @returns how many frames are in the log now
 * @throws what the API refuses with, its line numbers counted from the beginning of the input
 */
export async function sendBatch(url: string, { firstLine, lines }: Batch, options: SendOptions): Promise<number> {
  const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() }
  const until = Date.now() + options.patienceMs
  for (;;) {
    try {
      const answer = (await callApi(url, '/telemetry', { method: 'POST', headers, body: lines.join('\n') })) as {
        accepted: number
      } // our own API
      return answer.accepted
    } catch (error) {
      const waitMs = error instanceof HomeostatError ? error.retryAfterMs : undefined
      if (waitMs === undefined || Date.now() + waitMs > until || options.interrupted.aborted) throw located(error, firstLine)
      options.waiting?.(waitMs)
      await systemClock.sleep(waitMs, options.interrupted)
    }
  }
}

/** The same error with its line counted from the beginning of the input: whoever looks at a batch counts the lines of the batch. */
export function located(error: unknown, firstLine: number): unknown {
  if (!(error instanceof HomeostatError) || firstLine === 1) return error
  const message = error.message.replace(/\b([Ll]ine) (\d+)/g, (_, word, number) => `${word} ${Number(number) + firstLine - 1}`)
  return new HomeostatError(error.code, { ...detail(error), message, cause: error })
}

function detail({ value, limit, retryAfterMs }: HomeostatError) {
  return { value, limit, retryAfterMs }
}
