import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { episodeConfig } from './episode-config.ts'

const { learnSamples, restFrames, restMs, restMargin } = episodeConfig

export const StuckConfig = configSchema({
  learnSamples,
  restFrames,
  restMs,
  restMargin,
  memory: Type.Number({
    default: 0.001,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in the share of repeats: 1/memory samples are remembered.',
  }),
  mostRepeats: Type.Number({
    default: 0.2,
    minimum: 0,
    maximum: 1,
    description: 'A series of which a larger share of samples repeats the one before is never stuck.',
  }),
  leastSamples: Type.Integer({
    default: 60,
    minimum: 2,
    maximum: 1_000_000,
    description: 'Samples without a change, at least …',
  }),
  leastMs: Type.Integer({
    default: 600_000,
    minimum: 0,
    maximum: 604_800_000,
    description: '… and the time that they must take, in milliseconds.',
  }),
  runs: Type.Number({
    default: 3,
    minimum: 1,
    maximum: 100,
    description: 'Samples without a change, in the longest such run that the series has lately had.',
  }),
})
