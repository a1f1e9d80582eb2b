import { isDeepStrictEqual } from 'node:util'
import type { Codec } from '../../schemas/codec/codec.ts'
import type { NewRecord, StoredRecord } from '../../streams/runtime/log/log.ts'

/** The first output that is not what the log says, with both values. */
export interface Difference {
  readonly epoch: number
  readonly topic: string
  readonly derived: Shown | undefined
  readonly recorded: Shown | undefined
}

/** A record as a person reads it. */
export interface Shown {
  readonly key: string
  readonly value: unknown
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Compares fingerprint, key, body and headers, not schema ids: these belong to the registry.
 * @param recorded  what the log has of this epoch, by topic; undefined where retention has removed it
 */
export function firstDifference(
  epoch: number,
  derived: readonly NewRecord[],
  recorded: ReadonlyMap<string, readonly (StoredRecord | undefined)[]>,
  codec: Codec,
): Difference | undefined {
  const next = new Map<string, number>()
  for (const output of derived) {
    const at = next.get(output.topic) ?? 0
    next.set(output.topic, at + 1)
    const there = recorded.get(output.topic) ?? []
    if (at < there.length && there[at] === undefined) continue
    if (!isSame(output, there[at], codec)) {
      return { epoch, topic: output.topic, derived: shown(output, codec), recorded: shown(there[at], codec) }
    }
  }
  for (const [topic, there] of recorded) {
    const extra = there.slice(next.get(topic) ?? 0).find((record) => record !== undefined)
    if (extra) return { epoch, topic, derived: undefined, recorded: shown(extra, codec) }
  }
  return undefined
}

const ID_BYTES = 5

function isSame(output: NewRecord, record: StoredRecord | undefined, codec: Codec): boolean {
  if (record === undefined || record.value === null || output.value === null) return false
  return (
    codec.fingerprint(output.value) === codec.fingerprint(record.value) &&
    output.value.subarray(ID_BYTES).equals(record.value.subarray(ID_BYTES)) &&
    (output.key?.toString() ?? '') === (record.key?.toString() ?? '') &&
    isDeepStrictEqual(output.headers, { ...record.headers })
  )
}

function shown(record: NewRecord | StoredRecord | undefined, codec: Codec): Shown | undefined {
  if (record === undefined) return undefined
  const value = record.value === null ? null : codec.decode(record.value).value
  return { key: record.key?.toString() ?? '', value, headers: record.headers ?? {} }
}
