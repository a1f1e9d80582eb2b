import type { ErrorCode } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * How far the clock of a server is ahead of this one, by the `Date` of its answer, in milliseconds; undefined when it does not tell.
 *
 * @param halfway  when the server made the answer, by our clock
 */
export function aheadOf(date: string | undefined, halfway: number): number | undefined {
  const at = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(at) ? undefined : at + HALF_A_SECOND_MS - halfway
}

/**
 * Said of clocks that differ by more than anything can be explained with; undefined otherwise.
 *
 * @param whose  as in "The clock of the server"
 */
export function skewOf(code: ErrorCode, whose: string, aheadMs: number | undefined): HomeostatError | undefined {
  if (aheadMs === undefined || Math.abs(aheadMs) <= ALLOWED_SKEW_MS) return undefined
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  return new HomeostatError(code, {
    message: `The clock of ${whose} is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this one.`,
    value: Math.round(aheadMs / 1000),
    limit: ALLOWED_SKEW_MS / 1000,
  })
}

/** The header is cut to the second: on average it is half a second behind. */
const HALF_A_SECOND_MS = 500
/** As the log itself allows. */
const ALLOWED_SKEW_MS = 5_000
