import { type ErrorCode, errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { apiToken } from '../../app/api-access.ts'

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs?: number
}

/**
 * Calls the API of a running instance, with the token that the environment names.
 * @returns the JSON of the answer
 * @throws HS_API_UNREACHABLE when it does not answer; HS_CONFIG_INVALID; otherwise the error that the API names, with its retryAfterMs
 */
export async function callApi(url: string, path: string, { timeoutMs = 15_000, ...call }: Call = {}): Promise<unknown> {
  const token = apiToken(process.env)
  const headers = { ...call.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(new URL(path, url), { ...call, headers, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      const why = cause instanceof Error && cause.name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : reasonOf(cause)
      throw new HomeostatError('HS_API_UNREACHABLE', { message: `${url} does not answer: ${why}.`, cause })
    },
  )
  const body: unknown = await answer.json().catch(() => undefined) // an answer without JSON is judged by its status
  if (answer.ok) return body
  throw refusal(answer, body)
}

function refusal(answer: Response, body: unknown): HomeostatError {
  const { code, detail, value, limit } = (body ?? {}) as Record<string, unknown> // every field is looked at below
  const message = typeof detail === 'string' ? detail : `The API answered ${answer.status} ${answer.statusText}.`
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return new HomeostatError(isCode(code) ? code : 'HS_INTERNAL', {
    message,
    value: plain(value),
    limit: plain(limit),
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : undefined,
  })
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code)
}

function plain(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
