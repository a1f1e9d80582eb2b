import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'

const day = Type.Union(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((name) => Type.Literal(name)))
const clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const bound = (description: string) =>
  Type.Union([Type.Null(), Type.Number({ minimum: -1e150, maximum: 1e150 })], { default: null, description })
const span = (description: string) => Type.String({ default: '0s', pattern: '^[0-9]+(ms|s|m|h|d)$', maxLength: 12, description })

/** One rule, as it stands in `rules.yaml`. */
export const ruleConfig = configSchema({
  name: Type.String({
    default: '',
    pattern: '^[a-zA-Z0-9][a-zA-Z0-9._-]*$',
    maxLength: 60,
    description: 'How the rule is called in its signals, required.',
  }),
  source: Type.String({
    default: '*',
    minLength: 1,
    maxLength: 256,
    description: 'Sources that are meant; * stands for any text.',
  }),
  metric: Type.String({
    default: '',
    minLength: 1,
    maxLength: 512,
    description: 'Metrics that are meant, required; * stands for any text. Without braces whatever labels the series has.',
  }),
  labels: Type.Record(Type.String(), Type.String(), {
    default: {},
    description: 'Labels, of the series or else of its source, that it must have.',
  }),
  above: bound('The condition holds beyond this value.'),
  below: bound('The condition holds under this value.'),
  detector: Type.Union([Type.Literal(''), Type.Literal('ewma'), Type.Literal('level_shift')], {
    default: '',
    description: 'Instead of a bound: what this detector finds with settings of its own.',
  }),
  settings: Type.Record(Type.String(), Type.Number(), {
    default: {},
    description: 'Settings of that detector, as `homeostat config ewma` and `homeostat config level-shift` print them.',
  }),
  for: span('How long the condition must hold before the rule fires, such as 5m.'),
  clearAfter: Type.Union([Type.Null(), span('')], {
    default: null,
    description: 'How long it must hold no longer before that is over; null: as long as `for`.',
  }),
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')], {
    default: 'warning',
    description: 'Of its signals.',
  }),
  quiet: Type.Array(
    Type.Object(
      { days: Type.Optional(Type.Array(day, { minItems: 1, maxItems: 7 })), from: clock, to: clock },
      { additionalProperties: false },
    ),
    {
      default: [],
      maxItems: 20,
      description: 'Hours, in UTC, in which it does not begin to fire: `{ days: [sat], from: "22:00", to: "06:00" }`.',
    },
  ),
  note: Type.String({ default: '', maxLength: 500, description: 'For whoever is called: what to do, or where that stands.' }),
})

export type RuleConfig = Static<typeof ruleConfig>

/** The document. */
export const rulesConfig = configSchema({
  rules: Type.Array(ruleConfig, { default: [], maxItems: 200, description: 'Each with a name of its own.' }),
})
