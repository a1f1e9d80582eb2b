import { configure } from '../../schemas/core/config.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { QuietHours, Rule } from '../../streams/sense/rules/rule.ts'
import { ruleDetectors } from '../../streams/sense/rules/watch-detector.ts'
import { type RuleConfig, ruleConfig, rulesConfig } from './rule-config.ts'

/**
 * The rules of a document, checked whole: as they are written into the log, in its order.
 *
 * @param document  what was parsed; nothing at all is no rules
 * @throws HS_RULES_INVALID, which names the rule
 */
export function rulesOf(document: unknown): readonly Rule[] {
  const given = named('rules', () => configure('rules', rulesConfig, document ?? {}))
  const rules = given.rules.map((one, i) => ruleOf(named(one.name || `rule ${i + 1}`, () => configure('rule', ruleConfig, one))))
  const twice = rules.find(({ name }, index) => rules.findIndex((other) => other.name === name) < index)
  if (twice) throw invalid(twice.name, 'there are two rules of this name')
  const size = JSON.stringify(rules).length
  if (size > MOST_CHARACTERS) {
    throw new HomeostatError('HS_RULES_INVALID', {
      message: `The rules have ${size} characters together; at most ${MOST_CHARACTERS} are kept.`,
      value: size,
      limit: MOST_CHARACTERS,
    })
  }
  return rules
}

/** They are part of a state, beside those that they have replaced. */
const MOST_CHARACTERS = 100_000

function ruleOf(config: RuleConfig): Rule {
  const { name, source, metric, above, below, detector, settings, severity, note } = config
  const hasBound = above !== null || below !== null
  if (hasBound === (detector !== '')) throw invalid(name, 'it needs either a bound (above, below) or a detector')
  if (above !== null && below !== null && below >= above)
    throw invalid(name, `below (${below}) must be less than above (${above})`)
  if (detector === '' && Object.keys(settings).length > 0) throw invalid(name, 'settings belong to a detector')
  if (detector !== '') {
    if (config.for !== '0s' || config.clearAfter !== null)
      throw invalid(name, 'for and clearAfter belong to a bound; the detector has settings for that')
    named(name, () => configure(ruleDetectors[detector].name, ruleDetectors[detector].config, settings))
  }
  const forMs = msOf(name, config.for)
  return {
    name,
    source,
    metric,
    labels: sorted(config.labels),
    above,
    below,
    detector,
    settings: sorted(settings),
    forMs,
    clearMs: config.clearAfter === null ? forMs : msOf(name, config.clearAfter),
    severity,
    quiet: config.quiet.map(quietOf),
    note,
  }
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function quietOf({ days = DAYS, from, to }: RuleConfig['quiet'][number]): QuietHours {
  return { days: days.map((day) => DAYS.indexOf(day)), from: minuteOf(from), to: minuteOf(to) }
}

function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const LONGEST_MS = 7 * 86_400_000

/** The schema has seen to the form. */
function msOf(name: string, span: string): number {
  const [, number, unit = 's'] = /^([0-9]+)(ms|s|m|h|d)$/.exec(span) ?? []
  const ms = Number(number) * units[unit]
  if (ms <= LONGEST_MS) return ms
  throw invalid(name, `${span} is longer than 7d`)
}

/** Equal rules are equal texts, in whatever order they were written. */
function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Says of which rule a setting is wrong. */
function named<T>(rule: string, check: () => T): T {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof HomeostatError)) throw cause
    throw new HomeostatError('HS_RULES_INVALID', { message: `${rule}: ${cause.message}`, value: rule, limit: cause.limit, cause })
  }
}

function invalid(rule: string, what: string): HomeostatError {
  return new HomeostatError('HS_RULES_INVALID', { message: `${rule}: ${what}.`, value: rule })
}
