import { Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'

export const AlarmBudgetConfig = configSchema({
  perDay: Type.Number({
    default: 5,
    minimum: 0,
    maximum: 100_000,
    description:
      'Bursts of the whole installation that may call a person, a day; so many may also come at once. As many again may go over it when they are critical.',
  }),
  burstMs: Type.Integer({
    default: 300_000,
    minimum: 0,
    maximum: 86_400_000,
    description: 'Findings of one source belong to one burst as long as no longer pause, in milliseconds, lies between them.',
  }),
  burstSignals: Type.Integer({
    default: 3,
    minimum: 1,
    maximum: 1000,
    description:
      'Signals of one burst that are let through at most, each graver than those before; the burst costs one unit of the budget.',
  }),
  forgetMs: Type.Integer({
    default: 259_200_000,
    minimum: 60_000,
    maximum: 2_592_000_000,
    description: 'An episode of which nothing more is heard for so long, in milliseconds, is cleared.',
  }),
  openEpisodes: Type.Integer({
    default: 1000,
    minimum: 1,
    maximum: 100_000,
    description: 'Episodes that are followed at the same time; beyond that the oldest is cleared.',
  }),
  longestMuteMs: Type.Integer({
    default: 2_592_000_000,
    minimum: 60_000,
    maximum: 31_536_000_000,
    description: 'A mute may last so long, in milliseconds.',
  }),
  falseAlarmMs: Type.Integer({
    default: 2_592_000_000,
    minimum: 60_000,
    maximum: 31_536_000_000,
    description: 'After a reported false alarm its like must be more surprising for so long, in milliseconds.',
  }),
})
