import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { ServerStatus } from '../web/server-status.ts'
import type { ScrapeOutcome } from './scrape.ts'

/** How a target is after its last scrape. */
export function scrapeStatus({ error, samples, aheadMs }: ScrapeOutcome): ServerStatus {
  const worst = error ?? clockSkew(aheadMs)
  if (worst === undefined) return { state: 'running' }
  if (samples === 0 || worst.code === 'HS_SCRAPE_EMPTY') return { state: 'failing', error: worst }
  return { state: worst.code === 'HS_SCRAPE_CLOCK_SKEW' ? 'running' : 'degraded', error: worst }
}

function clockSkew(aheadMs: number | undefined): HomeostatError | undefined {
  if (aheadMs === undefined || Math.abs(aheadMs) <= ALLOWED_SKEW_MS) return undefined
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  return new HomeostatError('HS_SCRAPE_CLOCK_SKEW', {
    message: `The clock of the target is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this one.`,
    value: Math.round(aheadMs / 1000),
    limit: ALLOWED_SKEW_MS / 1000,
  })
}

/** As the log itself allows. */
const ALLOWED_SKEW_MS = 5_000
