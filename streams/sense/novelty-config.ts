import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'
import { episodeConfig } from './episode-config.ts'

export const NoveltyConfig = configSchema({
  ...episodeConfig,
  restFrames: Type.Integer({ ...episodeConfig.restFrames, default: 120 }),
  restMargin: Type.Number({ ...episodeConfig.restMargin, default: 1 }),
  memory: Type.Number({
    default: 0.001,
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    description: 'Weight of a sample in centre and spread: 1/memory samples are remembered.',
  }),
  raiseSpreads: Type.Number({
    default: 0.15,
    minimum: 0.01,
    maximum: 1000,
    description: 'Distance from every value that was seen before, in spreads.',
  }),
  freshFrames: Type.Integer({
    default: 50,
    minimum: 1,
    maximum: 100_000,
    description: 'A new value counts as seen so many frames later, so that a disturbance does not make itself known.',
  }),
  rememberFrames: Type.Integer({
    default: 50_000,
    minimum: 100,
    maximum: 100_000_000,
    description: 'A value that was not seen for so many frames, or up to twice as many, is forgotten.',
  }),
})
