import type { Finding } from '../../schemas/generated/records.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { changePoints } from '../../streams/stats/change-points.ts'
import { surprise } from '../../streams/stats/surprise.ts'
import { analyzeRows, type Change } from './analyze-rows.ts'
import { type Distances, newestDistances } from './newest-distances.ts'

/** What the detectors say of one series. */
export interface Judgement extends Distances {
  /** How surprising, 0 to 1: the worst finding; where there is none, the newest sample. */
  readonly score: number
  /** What the score is by; null for a series that is too short for any. */
  readonly method: Finding['method'] | 'zscore' | null
  /** One sentence for a person. */
  readonly hint: string
  readonly samples: number
  /** Looking back, unlike the findings. */
  readonly changes: readonly Change[]
  /** The begin of each episode, in the order of the series. */
  readonly findings: readonly Finding[]
}

/**
 * Runs the detectors of the stream over one series, and looks for changes of its mean.
 *
 * @param times   milliseconds since 1970, ascending
 * @param values  finite, one a time, at least one
 */
export async function judgeSeries(
  metric: string,
  times: readonly number[],
  values: readonly number[],
  source = 'series',
): Promise<Judgement> {
  const { series } = await analyzeRows(framesOf(metric, times, values, source), senseStage.processors, changePoints)
  const [{ samples, changes, findings }] = series
  const raised = findings.filter(({ phase }) => phase === 'raised')
  const [worst] = raised.toSorted((a, b) => b.score - a.score)
  const distances = newestDistances(metric, times, values)
  const { ewma, zscore } = distances
  const [method, distance] =
    ewma !== null ? (['ewma', ewma] as const) : zscore !== null ? (['zscore', zscore] as const) : [null, 0]
  return {
    score: worst?.score ?? surprise(distance),
    method: worst?.method ?? method,
    hint: worst?.hint ?? `nothing was found in ${samples} samples; before 120 of them no detector speaks`,
    ...distances,
    samples,
    changes,
    findings: raised,
  }
}

async function* framesOf(metric: string, times: readonly number[], values: readonly number[], source: string) {
  for (const [index, at] of times.entries()) {
    yield { line: index + 1, frame: { source, at, names: [metric], values: Float64Array.of(values[index]), labels: {} } }
  }
}
