import { type ErrorCode, errorCatalogue } from './error-catalogue.ts'
import { HomeostatError } from './homeostat-error.ts'

/** The body of an answer that refuses (RFC 9457, application/problem+json) with what Homeostat adds: code, value, limit, remedy. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly remedy: string
  readonly value?: string | number
  readonly limit?: string | number
}

export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ProblemBody
}

/**
 * What an HTTP client is told of an error. Pure: the caller writes it to the wire and logs the cause.
 *
 * A HomeostatError tells all it knows. An error of the web framework is recognised by its status, so that a refused body or route has
 * a stable code too. Of anything else only HS_INTERNAL is told: a stack or a message of a library is for the log.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof HomeostatError) return problem(error.code, error)
  const status = statusOf(error)
  const code = status === undefined ? undefined : codeByStatus[status]
  if (code && error instanceof Error) return problem(code, { message: error.message })
  if (status !== undefined && status >= 400 && status < 500) return problem('HS_REQUEST_INVALID', { message: String(error) })
  return problem('HS_INTERNAL', {})
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'HS_NOT_FOUND',
  413: 'HS_BODY_TOO_LARGE',
  415: 'HS_CONTENT_TYPE_UNSUPPORTED',
}

interface Told {
  readonly message?: string | undefined
  readonly value?: string | number | undefined
  readonly limit?: string | number | undefined
  readonly retryAfterMs?: number | undefined
}

function problem(code: ErrorCode, told: Told): Problem {
  const entry = errorCatalogue[code]
  const status = entry.status ?? 500
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(told.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(told.retryAfterMs / 1000))) }),
    },
    body: {
      type: `urn:homeostat:error:${code}`,
      title: entry.says,
      status,
      detail: told.message ?? entry.says,
      code,
      remedy: entry.remedy,
      ...(told.value === undefined ? {} : { value: told.value }),
      ...(told.limit === undefined ? {} : { limit: told.limit }),
    },
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}
