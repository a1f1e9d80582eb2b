import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { episodeConfig } from './episode-config.ts'

export const SeasonalConfig = configSchema({
  learnBars: Type.Integer({
    default: 672,
    minimum: 1,
    maximum: 30_000,
    description: 'Bars of a quarter of an hour whose deviation must be known before a series can alarm; the first week has none.',
  }),
  leastExplained: Type.Number({
    default: 0.6,
    minimum: 0,
    maximum: 1,
    unit: 'of all',
    description: 'Share of the variance that the hour of the week must explain, else the series is left to the other detectors.',
  }),
  profileWeight: Type.Number({
    default: 0.1,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a bar in the mean of its hour: 1/weight bars are remembered, of which there are four a week.',
  }),
  levelWeight: Type.Number({
    default: 0.005,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a bar in the level that drifts: 1/weight bars are remembered.',
  }),
  spreadWeight: Type.Number({
    default: 0.0015,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a bar in both variances: 1/weight bars are remembered.',
  }),
  bound: Type.Number({ default: 4, minimum: 2, maximum: 100, description: 'Largest distance that is learned, in spreads.' }),
  slowness: Type.Number({
    default: 0.125,
    minimum: 0,
    maximum: 1,
    description: 'Share of the weights that is left while an episode is open.',
  }),
  raiseSpreads: Type.Number({ default: 5, minimum: 2, maximum: 1000, description: 'Distance that counts, in spreads.' }),
  clearSpreads: Type.Number({
    default: 2.5,
    minimum: 1,
    maximum: 1000,
    description: 'Distance below which a bar is back in the range, in spreads.',
  }),
  hits: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 14,
    description: 'Bars in a row beyond the threshold that raise an alarm.',
  }),
  clearSamples: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 30_000,
    description: 'Bars in a row in the range that end an alarm.',
  }),
  relearnSamples: Type.Integer({
    default: 192,
    minimum: 10,
    maximum: 30_000,
    description: 'Bars after which what lasts is no longer told.',
  }),
  restFrames: Type.Integer({ default: 96, minimum: 0, maximum: 1_000_000, description: 'A rest lasts at least so many bars …' }),
  restMs: Type.Integer({
    default: 86_400_000,
    minimum: 0,
    maximum: 2_419_200_000,
    description: '… and at least so long, in milliseconds of event time: within it only a stronger alarm is raised.',
  }),
  restMargin: episodeConfig.restMargin,
})
