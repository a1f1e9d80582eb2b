import { Type } from '@sinclair/typebox'

/** What detectors share: when an alarm may be raised, and when it is over. Samples, because cadences differ from 1 s to 5 min. */
export const episodeConfig = {
  learnSamples: Type.Integer({
    default: 120,
    minimum: 12,
    maximum: 30_000,
    description: 'Samples of a series before it can alarm.',
  }),
  clearSamples: Type.Integer({
    default: 15,
    minimum: 1,
    maximum: 30_000,
    description: 'Samples in a row in the range that end an alarm.',
  }),
  relearnSamples: Type.Integer({
    default: 600,
    minimum: 10,
    maximum: 30_000,
    description: 'Samples after which a persistent level is the new range and the alarm ends.',
  }),
  restFrames: Type.Integer({
    default: 1000,
    minimum: 0,
    maximum: 1_000_000,
    description: 'A rest lasts at least so many frames …',
  }),
  restMs: Type.Integer({
    default: 1_800_000,
    minimum: 0,
    maximum: 604_800_000,
    description: '… and at least so long, in milliseconds of event time: within it only a stronger alarm is raised.',
  }),
  restMargin: Type.Number({
    default: 1.25,
    minimum: 1,
    maximum: 100,
    description: 'How much stronger than the strongest of the rest.',
  }),
}
