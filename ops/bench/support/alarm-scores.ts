import type { Processor } from '../../../streams/runtime/api/processor.ts'
import { detectorRig } from '../../analyze/detector-rig.ts'

export interface Sample {
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly value: number
}

/**
 * What detectors raise on one series, sample by sample, nothing known of it in advance.
 *
 * @returns  a score a sample: that of the strongest alarm raised there, else 0
 */
export function alarmScores(processors: readonly Processor[], samples: readonly Sample[]): number[] {
  const names = ['value']
  const detect = detectorRig(processors)
  return samples.map(({ at, value }) => {
    const found = detect({ source: 'series', at, names, values: Float64Array.of(value), labels: {} })
    return found.reduce((most, { phase, score }) => (phase === 'raised' ? Math.max(most, score) : most), 0)
  })
}
