import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { episodeConfig } from './episode-config.ts'

export const EwmaConfig = configSchema({
  ...episodeConfig,
  alpha: Type.Number({
    default: 0.02,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in the centre: 1/alpha samples are remembered.',
  }),
  beta: Type.Number({
    default: 0.001,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in the variance; smaller than alpha, so that ordinary bursts stay known.',
  }),
  bound: Type.Number({ default: 5, minimum: 2, maximum: 100, description: 'Largest distance that is learned, in spreads.' }),
  slowness: Type.Number({
    default: 0.125,
    minimum: 0,
    maximum: 1,
    description: 'Share of the weights that is left while a series is beyond its threshold.',
  }),
  raiseSpreads: Type.Number({ default: 3.5, minimum: 2, maximum: 1000, description: 'Distance that counts, in spreads.' }),
  clearSpreads: Type.Number({
    default: 2,
    minimum: 1,
    maximum: 1000,
    description: 'Distance below which a sample is back in the range, in spreads.',
  }),
  hits: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 14,
    description: 'An alarm needs so many samples beyond the threshold (those twice as far count double) …',
  }),
  of: Type.Integer({ default: 5, minimum: 1, maximum: 14, description: '… of so many in a row.' }),
})
