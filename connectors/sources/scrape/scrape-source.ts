import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { OnTrouble, Source } from '../source.ts'
import { everyInstant } from '../web/every-instant.ts'
import { writeFrames } from '../write-frames.ts'
import { pageFolding } from './page-folding.ts'
import { type ScrapeOutcome, scrape } from './scrape.ts'
import type { ScrapeClient } from './scrape-client.ts'
import type { ScrapePlan } from './scrape-plan.ts'

export interface ScrapeSourceOptions {
  readonly plan: Pick<ScrapePlan, 'name' | 'everyMs' | 'timeoutMs' | 'source' | 'labels' | 'wants' | 'relabel'>
  readonly client: ScrapeClient
  readonly clock?: Clock
  /** Told how every scrape went, before its frame is written. */
  readonly onScrape?: (outcome: ScrapeOutcome) => void
  /** Told of frames that the log could not take. */
  readonly onTrouble?: OnTrouble
}

/**
 * Asks one target for its page at every interval, one frame a page. A metric that is not in the page is not in the frame: the last value is
 * never repeated. Targets of one interval are spread over it by their names. A scrape that failed is over.
 *
 * Whatever the target does, this goes on until it is stopped or the log is closed.
 */
export function scrapeSource(options: ScrapeSourceOptions): Source {
  const { plan, client, clock = systemClock, onScrape = () => {}, onTrouble = () => {} } = options
  const stopping = new AbortController()
  const folding = pageFolding(plan)
  const delayMs = spread(plan.name, plan.everyMs)
  let running: Promise<void> = Promise.resolve()

  return {
    name: `scrape ${plan.name}`,

    async start(sink) {
      running = everyInstant({ everyMs: plan.everyMs, delayMs, clock, stopping: stopping.signal }, async (instant) => {
        const { timeoutMs } = plan
        const now = clock.now()
        const due = instant + delayMs
        const when = { at: now - due < PUNCTUAL_MS ? due : now, measuredAt: now }
        const outcome = await scrape(client, folding, { ...when, timeoutMs, stopping: stopping.signal })
        if (stopping.signal.aborted) return 0
        onScrape(outcome)
        if (outcome.frame && !(await writeFrames(sink, [outcome.frame], onTrouble))) stopping.abort()
        return outcome.error?.retryAfterMs ?? 0
      })
    },

    async stop() {
      stopping.abort()
      await running
      client.close()
    },
  }
}

/** A scrape that begins so late, such as the first one, is dated with its own time. */
const PUNCTUAL_MS = 1_000

/** Some whole millisecond within the interval, the same for a name every time (FNV-1a). */
function spread(name: string, everyMs: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % everyMs
}
