import type { IncomingMessage } from 'node:http'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { aheadOf } from '../web/clock.ts'
import { quoted } from '../web/quoted.ts'
import { retryAfterMs } from '../web/retry-after.ts'

/** A successful answer of the API. */
export interface Answer {
  /** What stands in `data`, unchecked. */
  readonly data: unknown
  /** What the server has to remark, such as that an answer is not complete. */
  readonly warnings: readonly string[]
  /** How far the clock of the server is ahead of this one, milliseconds; undefined when it does not tell. HTTP tells whole seconds. */
  readonly aheadMs: number | undefined
}

/**
 * What an answer says, or the error that it is.
 *
 * @param halfway  when the server made it, by our clock
 */
export function answerOf(response: IncomingMessage, text: string, halfway: number, now: number): Answer {
  const { statusCode: status = 0, headers } = response
  const json = parsed(text)
  const body = asObject(json)
  if (status >= 200 && status < 300) {
    if (body?.status === 'success') {
      return { data: body.data, warnings: textsOf(body.warnings), aheadMs: aheadOf(headers.date, halfway) }
    }
    if (json === undefined && /^\s*[{[]/.test(text)) {
      throw new HomeostatError('HS_PROM_ANSWER_BROKEN', {
        message: `The answer ends after ${text.length} characters, in the middle of its JSON.`,
        value: text.length,
      })
    }
    throw foreign(`it answers ${text.trim() === '' ? 'nothing' : quoted(text)} where JSON was expected.`, status)
  }
  const says = typeof body?.error === 'string' ? ` ${quoted(body.error)}` : ''
  if (status === 401 || status === 403) throw refusal('HS_PROM_UNAUTHORIZED', status, says)
  // Prometheus answers 503 where one query took too long, and a proxy where the server is not to be had.
  if (body?.errorType === 'timeout')
    throw new HomeostatError('HS_PROM_TIMEOUT', { message: `The server gave up:${says}.`, value: status })
  if (status === 429 || status === 503) throw refusal('HS_PROM_BUSY', status, says, retryAfterMs(headers['retry-after'], now))
  if (status >= 300 && status < 400) throw foreign(`it sends us on to ${quoted(headers.location ?? 'nowhere')}.`, status)
  if ((status === 400 || status === 422) && body?.status === 'error') {
    throw new HomeostatError('HS_PROM_QUERY_REFUSED', { message: `The server says:${says}.`, value: status })
  }
  if (status >= 500) throw refusal('HS_PROM_FAILED', status, says)
  throw foreign(`it answers ${status} ${quoted(text)}.`, status)
}

function refusal(
  code: 'HS_PROM_UNAUTHORIZED' | 'HS_PROM_BUSY' | 'HS_PROM_FAILED',
  status: number,
  says: string,
  waitMs?: number,
): HomeostatError {
  const wait = waitMs === undefined ? '' : ` It wants to be asked again in ${Math.ceil(waitMs / 1000)} s.`
  return new HomeostatError(code, {
    message: `The server answered ${status}${says === '' ? '' : `:${says}`}.${wait}`,
    value: status,
    retryAfterMs: waitMs,
  })
}

function foreign(what: string, status: number): HomeostatError {
  return new HomeostatError('HS_PROM_FOREIGN', { message: `This is not the API of Prometheus: ${what}`, value: status })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // judged by its status and its beginning
  }
}

function asObject(json: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : undefined // just checked
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : []
}
