import { auditStage } from '../../../streams/audit/audit-stage.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { seasonsStage } from '../../../streams/sense/seasons-stage.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../../streams/sense/signals-stage.ts'

const restless = { learnSamples: 12, clearSamples: 1, relearnSamples: 10, restFrames: 0, restMs: 0 }

/** Every stage of an installation, so quick to learn and so easily alarmed that a minute of telemetry is full of findings. */
export const wholeChain: readonly Stage[] = [
  {
    ...senseStage,
    intake: { graceMs: 3_000, futureMs: 60_000, forgetMs: 12_000, maxSources: 4, maxMetrics: 3 },
    config: {
      ewma: { ...restless, raiseSpreads: 2, clearSpreads: 1, hits: 1, of: 1 },
      'level-shift': { ...restless, raiseSum: 1, leastShift: 0.5, slack: 0.1, clearSpreads: 0.1 },
      novelty: restless,
      stuck: { learnSamples: 12, restFrames: 0, restMs: 0, mostRepeats: 1, leastSamples: 2, leastMs: 0, runs: 1 },
      missing: { learnFrames: 2, learnMs: 0, leastMs: 2000, intervals: 1, pauses: 1 },
      bars: { graceMs: 3_000 },
    },
  },
  {
    ...seasonsStage,
    config: {
      seasonal: {
        ...{ learnBars: 1, leastExplained: 0, raiseSpreads: 2, clearSpreads: 1, hits: 1 },
        ...{ clearSamples: 1, relearnSamples: 10, restFrames: 0, restMs: 0 },
      },
    },
  },
  { ...signalsStage, config: { 'alarm-budget': { perDay: 3, burstMs: 5_000 } } },
  auditStage,
]
