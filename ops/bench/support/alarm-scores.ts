import { configure } from '../../../schemas/core/config.ts'
import type { Finding } from '../../../schemas/generated/records.ts'
import type { Context, Processor } from '../../../streams/runtime/api/processor.ts'

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
  let score = 0
  const contexts = processors.map((processor) =>
    contextOf(processor, (finding) => {
      if (finding.phase === 'raised') score = Math.max(score, finding.score)
    }),
  )
  return samples.map(({ at, value }) => {
    score = 0
    const frame = { source: 'series', at, names, values: Float64Array.of(value), labels: {} }
    processors.forEach((processor, index) => void processor.on.Frame?.(frame, contexts[index]))
    return score
  })
}

function contextOf(processor: Processor, found: (finding: Finding) => void): Context<unknown, unknown> {
  return {
    config: configure(processor.name, processor.config),
    key: 'default/series',
    state: processor.state.empty(),
    at: 0,
    now: 0,
    nextId: () => '',
    emit: (_, type, value) => {
      if (type === 'Finding') found(value as unknown as Finding) // the type was compared
    },
    wakeAt: () => {},
    cancel: () => {},
    forget: () => {},
    window: () => [],
  }
}
