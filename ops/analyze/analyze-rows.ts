import type { TapeRow } from '../../connectors/sources/tape/tape-row.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Processor } from '../../streams/runtime/api/processor.ts'
import { detectorRig } from './detector-rig.ts'

/** One series of a tape, and what is seen in it. */
export interface SeriesAnalysis {
  readonly source: string
  readonly metric: string
  readonly samples: number
  /** Where the series changes: looking back, unlike the findings. */
  readonly changes: readonly Change[]
  /** What the detectors would have said at the time, in its order. */
  readonly findings: readonly Finding[]
}

export interface Change {
  /** Event time of the first sample after it. */
  readonly at: number
  /** Means of the segments on both sides. */
  readonly before: number
  readonly after: number
}

export interface TapeAnalysis {
  readonly series: readonly SeriesAnalysis[]
  /** Rows that could not be read. */
  readonly rejected: readonly HomeostatError[]
}

interface Collected {
  readonly source: string
  readonly metric: string
  readonly times: number[]
  readonly values: number[]
  readonly findings: Finding[]
}

/**
 * Runs the detectors over the rows of a tape in their order, and looks for changes in each of its series.
 *
 * @param changesOf  indices of the first observations after the changes of one series
 */
export async function analyzeRows(
  rows: AsyncIterable<TapeRow>,
  processors: readonly Processor[],
  changesOf: (columns: readonly Float64Array[]) => Int32Array,
): Promise<TapeAnalysis> {
  const series = new Map<string, Collected>()
  const rigs = new Map<string, ReturnType<typeof detectorRig>>()
  const rejected: HomeostatError[] = []
  const of = (source: string, metric: string): Collected => {
    const key = JSON.stringify([source, metric])
    const known = series.get(key) ?? { source, metric, times: [], values: [], findings: [] }
    series.set(key, known)
    return known
  }
  for await (const { frame } of rows) {
    if (frame instanceof HomeostatError) {
      rejected.push(frame)
      continue
    }
    frame.names.forEach((metric, i) => {
      const { times, values } = of(frame.source, metric)
      times.push(frame.at)
      values.push(frame.values[i])
    })
    const detect = rigs.get(frame.source) ?? detectorRig(processors)
    rigs.set(frame.source, detect)
    for (const finding of detect({ ...frame, labels: {} })) of(frame.source, finding.metric).findings.push(finding)
  }
  return { series: [...series.values()].map((each) => analysisOf(each, changesOf)), rejected }
}

function analysisOf(
  { source, metric, times, values, findings }: Collected,
  changesOf: (columns: readonly Float64Array[]) => Int32Array,
): SeriesAnalysis {
  const numbers = Float64Array.from(values)
  const begins = [0, ...changesOf([numbers])]
  const means = begins.map((begin, i) => meanOf(numbers.subarray(begin, begins[i + 1])))
  const changes = begins.slice(1).map((begin, i) => ({ at: times[begin], before: means[i], after: means[i + 1] }))
  return { source, metric, samples: values.length, changes, findings }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
