import type { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { skewOf } from '../web/clock.ts'
import type { ServerStatus } from '../web/server-status.ts'
import type { PollOutcome } from './poll.ts'

/** How a source is after its last instant. */
export function statusAfter(outcome: PollOutcome): ServerStatus {
  const errors = [outcome.error, ...outcome.queries.map(({ error }) => error)].filter((error) => error !== undefined)
  const worst = errors.find(({ code }) => !remarks.has(code)) ?? clockSkew(outcome.aheadMs) ?? errors[0]
  if (worst === undefined) return { state: 'running' }
  if (outcome.frames.length === 0) return { state: 'failing', error: worst }
  return { state: remarks.has(worst.code) ? 'running' : 'degraded', error: worst }
}

/** Said of clocks that differ by more than anything can be explained with; undefined otherwise. */
export function clockSkew(aheadMs: number | undefined): HomeostatError | undefined {
  return skewOf('HS_PROM_CLOCK_SKEW', 'the server', aheadMs)
}

/** What is worth saying, and no reason to call the source broken. */
const remarks = new Set<string>(['HS_PROM_EMPTY', 'HS_PROM_ANSWER_PARTIAL', 'HS_PROM_CLOCK_SKEW'])
