import { TENANT } from '../../projections/api/reading.ts'
import { eventHeaders } from '../../schemas/cloudevents/event-headers.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { sha256 } from '../../schemas/core/sha256.ts'
import { PolicyEvents } from '../../schemas/topics.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import type { Rule } from '../../streams/sense/rules/rule.ts'
import { actRecord } from '../audit/act-record.ts'

/** A change of the rules, as whoever makes it says it. */
export interface ToldChange {
  readonly id: string
  /** Event time, milliseconds since 1970. */
  readonly at: number
  readonly by: string
  readonly rules: readonly Rule[]
  /** Of `policy.events`, into which it is to be written. */
  readonly partitions: readonly number[]
}

/** One change as records that belong into one append: the same for each partition of `policy.events`, and an act for the audit trail. */
export function rulesRecords(codec: Codec, { id, at, by, rules, partitions }: ToldChange): NewRecord[] {
  const texts = rules.map((rule) => JSON.stringify(rule))
  const digest = digestOf(rules)
  const value = codec.encode('RulesChanged', { id, at, by, digest, rules: texts })
  const source = '/homeostat/rules'
  const headers = eventHeaders({ id, type: 'RulesChanged', source, time: at, tenant: TENANT, correlationId: id, causationId: id })
  const names = rules
    .map(({ name }) => name)
    .join(' ')
    .slice(0, 1_000)
  const details = { digest, rules: String(rules.length), names }
  const act = actRecord(codec, {
    act: 'rules.change',
    outcome: 'done',
    by,
    object: PolicyEvents.name,
    details,
    at,
    id: `${id}:act`,
  })
  return [
    ...partitions.map((partition) => ({ topic: PolicyEvents.name, partition, key: Buffer.from(TENANT), value, headers })),
    act,
  ]
}

/** SHA-256, hexadecimal: equal rules have equal digests. */
export function digestOf(rules: readonly Rule[]): string {
  return sha256(JSON.stringify(rules.map((rule) => JSON.stringify(rule))))
}
