import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { frameLimits } from '../../../schemas/telemetry/frame-limits.ts'
import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { fitsInFrame } from '../fits-in-frame.ts'
import { type Output, type SeriesAsRead, seriesTable, type Unused } from '../series/series-table.ts'
import { expositionReader } from './exposition-reader.ts'
import { parseSeries } from './parse-series.ts'
import { relabel } from './relabel.ts'
import type { Page } from './scrape-client.ts'
import type { PageRules } from './scrape-plan.ts'

/** Why values of a page are in no frame, and how many. */
export type Dropped = Partial<Record<Unused | 'out_of_range' | 'twice', number>>

/** What a page has given. */
export interface FoldedPage {
  /** Undefined where no value is left, such as at the first sight of counters. */
  readonly frame: FrameInput | undefined
  /** Samples of the page. */
  readonly samples: number
  readonly dropped: Dropped
  /** What a person should know of it. */
  readonly error?: HomeostatError | undefined
}

/** The pages of one target, one after the other: rates are of what has grown since the page before. */
export interface PageFolding {
  /**
   * @param at          the instant that the frame is dated with
   * @param measuredAt  when the page was asked for; what rates are reckoned by
   * @throws what the reader and the page throw; the page has not been then, and rates go on over the next one
   */
  fold(page: Page, at: number, measuredAt: number): Promise<FoldedPage>
}

export function pageFolding({ source, labels, wants, relabel: rules }: PageRules): PageFolding {
  const wanted = new Map<string, boolean>()
  const types = new Map<string, string>()
  const metrics = new Map<string, number>()
  const firsts = new Map<Unused | 'twice', string>()
  let dropped: Dropped = {}
  let round = 0

  const typeOf = (family: string) => types.get(family)
  const table = seriesTable({
    read(series): SeriesAsRead | 'unwanted' | undefined {
      if (!isWanted(nameOf(series))) return 'unwanted'
      const named = parseSeries(series)
      return named && { name: named.name, labels: named.labels, typeOf }
    },
    copy: whole,
    maxOutputs: frameLimits.metrics,
    place(name, own): Output | Unused {
      const changed = relabel(name, own, rules)
      const metric = metricKey(changed.name, changed.labels)
      return fitsInFrame(source, metric) ? { source, metric, scale: changed.scale } : 'name_invalid'
    },
    emit({ metric }, _, value) {
      if (Math.abs(value) > frameLimits.magnitude) dropped.out_of_range = (dropped.out_of_range ?? 0) + 1
      else if (metrics.has(metric)) drop('twice', metric)
      else metrics.set(metric, value)
    },
    unused: drop,
  })

  function drop(reason: Unused | 'twice', name: string): void {
    dropped[reason] = (dropped[reason] ?? 0) + 1
    if (!firsts.has(reason)) firsts.set(reason, name)
  }

  function isWanted(name: string): boolean {
    const known = wanted.get(name)
    if (known !== undefined) return known
    if (wanted.size >= MOST_NAMES) wanted.clear()
    const is = wants(name)
    wanted.set(whole(name), is)
    return is
  }

  return {
    async fold({ head, text }, at, measuredAt) {
      const reader = expositionReader(
        {
          type: (family, type) => void types.set(family, type),
          sample: (series, value) => table.add(series, value, measuredAt),
        },
        head,
      )
      metrics.clear()
      firsts.clear()
      types.clear()
      dropped = {}
      const undo = table.begin(++round)
      let samples: number
      try {
        for await (const piece of text) reader.push(piece)
        samples = reader.end()
      } catch (error) {
        undo()
        throw error
      }
      table.end(true)
      table.forget(round)
      return { frame: frameOf(at), samples, dropped, error: errorOf(samples) }
    },
  }

  function frameOf(at: number): FrameInput | undefined {
    if (metrics.size === 0) return undefined
    // Targets may give series in any order; readers are quicker when a source keeps its own.
    const names = [...metrics.keys()].sort()
    return { source, at, names, values: Float64Array.from(names, (name) => metrics.get(name) ?? 0), labels }
  }

  function errorOf(samples: number): HomeostatError | undefined {
    const unwanted = dropped.unwanted ?? 0
    if (dropped.over_limit) {
      return new HomeostatError('HS_SCRAPE_METRICS_TOO_MANY', {
        message: `${source} gives more than ${frameLimits.metrics} metrics: ${dropped.over_limit} series were left out, the first of them ${firsts.get('over_limit')}.`,
        value: samples - unwanted,
        limit: frameLimits.metrics,
      })
    }
    const broken = firsts.get('histogram_broken')
    if (broken !== undefined) {
      const message = `The histogram ${broken} has no bucket le="+Inf"; it was left out.`
      return new HomeostatError('HS_SCRAPE_HISTOGRAM_BROKEN', { message, value: broken })
    }
    const twice = firsts.get('twice') ?? firsts.get('not_newer')
    if (twice !== undefined) {
      return new HomeostatError('HS_SCRAPE_SERIES_TWICE', {
        message: `The page has ${twice} twice; the first was taken.`,
        value: twice,
      })
    }
    const useless = unwanted + (dropped.not_finite ?? 0) + (dropped.name_invalid ?? 0)
    if (useless < samples) return undefined
    const message = samples === 0 ? 'The page is empty.' : `None of its ${samples} samples can be used.`
    return new HomeostatError('HS_SCRAPE_EMPTY', { message, value: samples })
  }
}

/** Of metrics of a page, wanted or not. */
const MOST_NAMES = 10_000

function nameOf(series: string): string {
  const brace = series.indexOf('{')
  return brace < 0 ? series : series.slice(0, brace).trimEnd()
}

/** The same text by itself: a part of a page would keep all of the page in memory. */
function whole(part: string): string {
  return Buffer.from(part).toString()
}
