import type { Severity } from '../../../schemas/generated/records.ts'

/** What somebody wants to be told of, as it stands in a record. */
export interface Rule {
  readonly name: string
  /** Names in which * stands for any text; the metric as in frames, with its labels. */
  readonly source: string
  readonly metric: string
  /** Labels, of the series or of its source, that it must have. */
  readonly labels: Readonly<Record<string, string>>
  /** Beyond which values the condition holds; null: not by a bound. */
  readonly above: number | null
  readonly below: number | null
  /** A detector with settings of its own instead; empty without one. */
  readonly detector: '' | 'ewma' | 'level_shift'
  readonly settings: Readonly<Record<string, number>>
  /** How long the condition must hold, and how long not, in event time. */
  readonly forMs: number
  readonly clearMs: number
  readonly severity: Exclude<Severity, 'unknown'>
  /** When it does not begin to fire. */
  readonly quiet: readonly QuietHours[]
  /** For whoever is called; empty when there is nothing to say. */
  readonly note: string
}

/** Hours of some days in UTC. From a late hour to an early one they go on into the next day. */
export interface QuietHours {
  /** 0 is Sunday; the day on which they begin. */
  readonly days: readonly number[]
  /** Minutes of the day. */
  readonly from: number
  readonly to: number
}

/** The rules that texts of a record are. What cannot be read is none: a stray record must not take the others with it. */
export function parseRules(texts: readonly string[]): readonly Rule[] {
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as Rule] // checked before it was written
    } catch {
      return []
    }
  })
}
