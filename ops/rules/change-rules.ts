import { randomUUID } from 'node:crypto'
import type { Codec } from '../../schemas/codec/codec.ts'
import type { RulesChanged } from '../../schemas/generated/records.ts'
import { PolicyEvents } from '../../schemas/topics.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { learnSchemas } from '../../streams/runtime/task/learn-schemas.ts'
import type { Rule } from '../../streams/sense/rules/rule.ts'
import { digestOf, rulesRecords } from './rules-records.ts'

export interface RulesPorts {
  readonly log: Log
  readonly codec: Codec
  /** Milliseconds since 1970. */
  now(): number
  /** What a change is called; default: by chance. */
  newId?(): string
}

/** What became of a change. */
export interface ChangeOutcome {
  readonly digest: string
  /** False when these were the rules already. */
  readonly changed: boolean
}

/**
 * Makes these the rules of the installation: one record into every partition of `policy.events`, and an act for the audit trail, durable
 * when it resolves. A partition that has them already is left alone, so that asking again completes what a crash has cut short.
 *
 * @param by  who asks
 */
export async function changeRules(
  { log, codec, now, newId = randomUUID }: RulesPorts,
  rules: readonly Rule[],
  by: string,
): Promise<ChangeOutcome> {
  const digest = digestOf(rules)
  const stale: number[] = []
  for (const { topic, partition } of await log.partitions()) {
    if (topic !== PolicyEvents.name) continue
    const last = await lastChange(log, codec, partition)
    const isEmpty = last === undefined && rules.length === 0
    if (!isEmpty && last?.digest !== digest) stale.push(partition)
  }
  if (stale.length === 0) return { digest, changed: false }
  await log.append(rulesRecords(codec, { id: newId(), at: now(), by, rules, partitions: stale }))
  return { digest, changed: true }
}

/** What the newest record of a partition says. */
async function lastChange(log: Log, codec: Codec, partition: number): Promise<RulesChanged | undefined> {
  const { start, end } = await log.bounds(PolicyEvents.name, partition)
  if (end <= start) return undefined
  const { records } = await log.read(PolicyEvents.name, partition, Math.max(start, end - 1))
  await learnSchemas(codec, records)
  const value = records.at(-1)?.value
  const decoded = value === undefined || value === null ? undefined : codec.decode(value)
  return decoded?.type === 'RulesChanged' ? decoded.value : undefined
}
