import { barWidths } from '../../../schemas/telemetry/bar-widths.ts'
import type { Reading } from '../reading.ts'
import { readBars } from './read-bars.ts'
import { readDetail } from './read-detail.ts'
import { LONGEST_DETAIL_MS, type Resolution, resolutionFor, resolutions } from './resolution.ts'
import { type Sample, together } from './sample.ts'

export interface SeriesQuestion {
  readonly source: string
  readonly metric: string
  /** Milliseconds since 1970; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly points: number
}

/**
 * A metric over a range at the resolution that suits the number of points; at a coarser one where nothing finer is left. Behind the last
 * bar stand others that are made of what is too young to have been told, so that every chart reaches the present.
 */
export async function readSeries(
  reading: Reading,
  question: SeriesQuestion,
): Promise<{ resolution: Resolution; samples: Sample[] }> {
  const { from, to, points } = question
  const wanted = resolutions.indexOf(resolutionFor(to - from, points))
  for (const [index, resolution] of resolutions.entries()) {
    if (index < wanted) continue
    const samples = await readAt(reading, resolution, question, from, to)
    if (index === wanted) samples.push(...(await youngerThan(reading, index, question, samples)))
    if (samples.length > 0) return { resolution, samples }
  }
  return { resolution: resolutions[wanted], samples: [] }
}

/** Bars of what the finer resolutions have behind the last of these. */
async function youngerThan(
  reading: Reading,
  index: number,
  question: SeriesQuestion,
  bars: readonly Sample[],
): Promise<Sample[]> {
  const { from, to } = question
  let end = endOf(bars, resolutions[index]) ?? from
  const younger: Sample[] = []
  for (const finer of resolutions.slice(0, index).reverse()) {
    if (end >= to) break
    const since = finer === 'detail' ? Math.max(end, to - LONGEST_DETAIL_MS) : end
    const found = await readAt(reading, finer, question, since, to)
    younger.push(...found)
    end = endOf(found, finer) ?? end
  }
  return barsOf(younger, WIDTH_MS[resolutions[index]], from)
}

function barsOf(samples: readonly Sample[], widthMs: number, from: number): Sample[] {
  const byStart = new Map<number, Sample[]>()
  for (const sample of samples) {
    const start = Math.max(from, Math.floor(sample.at / widthMs) * widthMs)
    const others = byStart.get(start)
    if (others) others.push(sample)
    else byStart.set(start, [sample])
  }
  return [...byStart].map(([at, each]) => ({ ...together(each), at }))
}

function endOf(samples: readonly Sample[], resolution: Resolution): number | undefined {
  const last = samples.at(-1)
  return last && last.at + WIDTH_MS[resolution]
}

const WIDTH_MS: Readonly<Record<Resolution, number>> = { detail: 1, '15m': barWidths.quarterMs, '1h': barWidths.hourMs }

function readAt(reading: Reading, resolution: Resolution, question: SeriesQuestion, from: number, to: number): Promise<Sample[]> {
  return resolution === 'detail' ? readDetail(reading, question, from, to) : readBars(reading, resolution, question, from, to)
}
