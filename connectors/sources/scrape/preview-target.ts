import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import type { Clock } from '../../../streams/runtime/ports/clock.ts'
import { expositionReader } from './exposition-reader.ts'
import { type FoldedPage, pageFolding } from './page-folding.ts'
import type { ScrapeClient } from './scrape-client.ts'
import type { ScrapePlan } from './scrape-plan.ts'

/** What stands in a page under one name. */
export interface Family {
  readonly name: string
  /** As the page says it; empty where it says nothing. */
  readonly type: string
  /** Samples; of a histogram those of all its buckets. */
  samples: number
}

/** What a target gives, and what would be made of it. */
export interface TargetPreview extends Omit<FoldedPage, 'frame'> {
  readonly families: readonly Family[]
  readonly frame: FrameInput | undefined
  readonly aheadMs: number | undefined
}

/**
 * Asks a target twice, because rates are of what has grown between two pages, and writes nothing.
 *
 * @param waitMs  from the first page to the second
 * @throws what the client, the reader and the folding throw
 */
export async function previewTarget(
  plan: ScrapePlan,
  client: ScrapeClient,
  { waitMs, clock, signal }: { readonly waitMs: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<TargetPreview> {
  const folding = pageFolding(plan)
  const ask = () => client.page(AbortSignal.any([signal, AbortSignal.timeout(plan.timeoutMs)]))
  const first = clock.now()
  await folding.fold(await ask(), first, first)
  await clock.sleep(waitMs, signal)
  const at = clock.now()
  const { head, text } = await ask()
  const pieces: string[] = []
  for await (const piece of text) pieces.push(piece)
  const again = async function* () {
    yield* pieces
  }
  const folded = await folding.fold({ head, text: again() }, at, at)
  return { ...folded, families: familiesOf(pieces, head.openMetrics), aheadMs: head.aheadMs }
}

/** In the order of the page. */
function familiesOf(pieces: readonly string[], openMetrics: boolean): readonly Family[] {
  const families = new Map<string, Family>()
  const types = new Map<string, string>()
  const reader = expositionReader(
    {
      type: (family, type) => void types.set(family, type),
      sample(series) {
        const brace = series.indexOf('{')
        const own = (brace < 0 ? series : series.slice(0, brace)).trim()
        const name = types.has(own)
          ? own
          : own.replace(/_(?:bucket|sum|count|total|created)$/, (end) => (types.has(own.slice(0, -end.length)) ? '' : end))
        const family = families.get(name) ?? { name, type: types.get(name) ?? '', samples: 0 }
        family.samples += 1
        families.set(name, family)
        return true
      },
    },
    { openMetrics },
  )
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return [...families.values()]
}
