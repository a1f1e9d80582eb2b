import { Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'

/** One rule of a scrape; without any label it is about the name. */
export const relabelConfig = configSchema({
  from: label('Label that is looked at, or __name__.'),
  match: Type.String({
    default: '(.*)',
    maxLength: 1_000,
    description: 'Regular expression for the whole of it; where it does not match, the rule does nothing.',
  }),
  to: label('Label that is set, or __name__.'),
  value: Type.String({
    default: '$1',
    maxLength: 200,
    description: 'What it is set to, with $1, $2 … for the groups of the match; an empty text removes the label.',
  }),
  scale: Type.Number({
    default: 1,
    minimum: -1e12,
    maximum: 1e12,
    description: 'Values are multiplied by it, such as 1000 from seconds to the milliseconds of a known sensor.',
  }),
})

function label(description: string) {
  return Type.String({ default: '__name__', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', maxLength: 200, description })
}
