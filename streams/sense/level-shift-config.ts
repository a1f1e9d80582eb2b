import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { episodeConfig } from './episode-config.ts'

export const LevelShiftConfig = configSchema({
  ...episodeConfig,
  memory: Type.Number({
    default: 0.0005,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in the reference and its spread: 1/memory samples are remembered.',
  }),
  quick: Type.Number({
    default: 0.05,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in the present level.',
  }),
  slack: Type.Number({
    default: 2,
    minimum: 0.1,
    maximum: 100,
    description: 'Distance from the reference that adds nothing, in mean deviations.',
  }),
  bound: Type.Number({
    default: 5,
    minimum: 1,
    maximum: 1000,
    description: 'Largest distance of one sample that counts, in mean deviations; larger than slack.',
  }),
  alertSum: Type.Number({
    default: 8,
    minimum: 0,
    maximum: 100_000,
    description: 'Sum from which on a shift is suspected, in mean deviations; it dates the begin.',
  }),
  raiseSum: Type.Number({
    default: 40,
    minimum: 1,
    maximum: 100_000,
    description: 'Sum of distances beyond the slack that is a shift, in mean deviations.',
  }),
  leastShift: Type.Number({
    default: 2,
    minimum: 0.5,
    maximum: 1000,
    description: 'Smallest distance of the present level from the reference that is told, in spreads.',
  }),
  clearSpreads: Type.Number({
    default: 1.5,
    minimum: 0.1,
    maximum: 1000,
    description: 'Distance of the present level below which it is back in the range, in spreads.',
  }),
})
