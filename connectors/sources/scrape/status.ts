import { skewOf } from '../web/clock.ts'
import type { ServerStatus } from '../web/server-status.ts'
import type { ScrapeOutcome } from './scrape.ts'

/** How a target is after its last scrape. */
export function scrapeStatus({ error, samples, aheadMs }: ScrapeOutcome): ServerStatus {
  const worst = error ?? skewOf('HS_SCRAPE_CLOCK_SKEW', 'the target', aheadMs)
  if (worst === undefined) return { state: 'running' }
  if (samples === 0 || worst.code === 'HS_SCRAPE_EMPTY') return { state: 'failing', error: worst }
  return { state: worst.code === 'HS_SCRAPE_CLOCK_SKEW' ? 'running' : 'degraded', error: worst }
}
