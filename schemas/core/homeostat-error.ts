import { type ErrorCode, errorCatalogue } from './error-catalogue.ts'

export interface ErrorDetail {
  /** What was found. */
  value?: string | number | undefined
  /** What is allowed, in the same unit. */
  limit?: string | number | undefined
  /** Replaces the catalogue's sentence where the place knows more; a full sentence that says what to do. */
  message?: string | undefined
  /** When it is worth trying again, in milliseconds; HTTP says it as Retry-After. */
  retryAfterMs?: number | undefined
  cause?: unknown
}

/**
 * The only error that Homeostat throws on purpose: a stable code, a sentence that says what to do, and where it applies the value and
 * the limit. What the engine does with it stands in the catalogue.
 */
export class HomeostatError extends Error {
  override readonly name = 'HomeostatError'
  readonly value: string | number | undefined
  readonly limit: string | number | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    readonly code: ErrorCode,
    detail: ErrorDetail = {},
  ) {
    super(detail.message ?? errorCatalogue[code].says, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.value = detail.value
    this.limit = detail.limit
    this.retryAfterMs = detail.retryAfterMs
  }
}

/** The stable code of any thrown thing; HS_INTERNAL when it is not one of ours. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof HomeostatError ? error.code : 'HS_INTERNAL'
}
