import type { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { asNamed } from '../web/as-named.ts'
import type { Dropped, PageFolding } from './page-folding.ts'
import type { ScrapeClient } from './scrape-client.ts'

/** How one scrape went. */
export interface ScrapeOutcome {
  readonly at: number
  readonly tookMs: number
  readonly frame: FrameInput | undefined
  /** Samples of the page; 0 where it could not be read. */
  readonly samples: number
  readonly dropped: Dropped
  /** Why nothing came, or what is wrong with what came. */
  readonly error?: HomeostatError | undefined
  /** How far the clock of the target is ahead, milliseconds; undefined when it does not tell. */
  readonly aheadMs: number | undefined
}

export interface ScrapeOptions {
  /** What the frame is dated with. */
  readonly at: number
  readonly measuredAt: number
  readonly timeoutMs: number
  readonly stopping: AbortSignal
}

/** Asks a target for its page once. Never throws. */
export async function scrape(client: ScrapeClient, folding: PageFolding, options: ScrapeOptions): Promise<ScrapeOutcome> {
  const { at, measuredAt, timeoutMs, stopping } = options
  const began = performance.now()
  const tookMs = () => performance.now() - began
  let aheadMs: number | undefined
  try {
    const page = await client.page(AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]))
    aheadMs = page.head.aheadMs
    return { at, ...(await folding.fold(page, at, measuredAt)), tookMs: tookMs(), aheadMs }
  } catch (thrown) {
    return { at, tookMs: tookMs(), frame: undefined, samples: 0, dropped: {}, error: asNamed(thrown), aheadMs }
  }
}
