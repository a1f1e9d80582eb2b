import type { RulesChanged } from '../../../schemas/generated/records.ts'
import { parseRules, type Rule } from './rule.ts'

/** The rules of one change. */
export interface Edition {
  /** Time of the last tick before the change: they are in force from the next one. */
  readonly since: number
  readonly digest: string
  readonly rules: readonly Rule[]
}

/** All that is known of the rules of a tenant, the oldest edition first. */
export interface RuleBook {
  readonly editions: readonly Edition[]
}

/**
 * The book after a change; the same book when nothing has changed. Editions that were replaced are kept, because what is folded again after
 * a restart must find the rules of its own time.
 */
export function withChange(book: RuleBook | undefined, { digest, rules }: RulesChanged, now: number): RuleBook {
  const editions = book?.editions ?? []
  if (book !== undefined && editions.at(-1)?.digest === digest) return book
  const all = [...editions, { since: now, digest, rules: parseRules(rules) }]
  while (all.length > 1 && (all.length > MOST_EDITIONS || sizeOf(all) > MOST_CHARACTERS)) all.shift()
  return { editions: all }
}

/**
 * The rules in force; undefined when there are none. They change at ticks alone: so that they depend on nothing but which ticks have been
 * folded, not on how far the book itself has come.
 *
 * @param now  time of the last tick
 */
export function editionAt({ editions }: RuleBook, now: number): Edition | undefined {
  for (let i = editions.length - 1; i >= 0; i -= 1) if (editions[i].since < now) return editions[i]
  return undefined
}

const MOST_EDITIONS = 50
/** As JSON; a state must fit into a record. */
const MOST_CHARACTERS = 400_000

function sizeOf(editions: readonly Edition[]): number {
  return JSON.stringify(editions).length
}
