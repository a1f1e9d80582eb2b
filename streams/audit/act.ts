import type { AuditEntry } from '../../schemas/generated/records.ts'

/** What an entry tells of an act, before it has its place in the chain. Texts may be of any length and hold secrets: `told` mends that. */
export interface Act {
  readonly act: string
  readonly outcome: AuditEntry['outcome']
  readonly actor: string
  readonly object: string
  /** What may be copied, if it is short and its name does not speak of a secret. */
  readonly details: Readonly<Record<string, string>>
  /** When it was done; default: the event time of its record. */
  readonly at?: number
}
