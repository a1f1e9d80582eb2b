import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'

export const MissingConfig = configSchema({
  learnFrames: Type.Integer({
    default: 60,
    minimum: 2,
    maximum: 1_000_000,
    description: 'Frames of a source before its silence can alarm …',
  }),
  learnMs: Type.Integer({
    default: 600_000,
    minimum: 0,
    maximum: 604_800_000,
    description: '… and time, in milliseconds, over which they must have come.',
  }),
  intervals: Type.Number({
    default: 3,
    minimum: 1,
    maximum: 1000,
    description: 'Silence that counts, in median intervals between the frames of the source.',
  }),
  leastMs: Type.Integer({
    default: 60_000,
    minimum: 1,
    maximum: 604_800_000,
    description: 'Least silence that counts, in milliseconds.',
  }),
  pauses: Type.Number({
    default: 2,
    minimum: 1,
    maximum: 100,
    description: 'Silence that counts, in the longest pause that the source has lately made.',
  }),
})
