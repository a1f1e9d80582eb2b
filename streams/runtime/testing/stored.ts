import type { Codec } from '../../../schemas/codec/codec.ts'
import type { RecordMap, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'

/** A record as a test says it: where it stands, what it is, whose it is, when it happened. */
export interface Given<K extends RecordName = RecordName> {
  readonly topic: Topic
  readonly type: K
  readonly key: string
  readonly at: number
  readonly value: RecordMap[K]
  /** When the log took it; default: `at`. */
  readonly arrival?: number
}

export function given<K extends RecordName>(topic: Topic, type: K, key: string, at: number, value: RecordMap[K]): Given<K> {
  return { topic, type, key, at, value }
}

/** The bytes of a test's record, through the real codec. */
export function encodeGiven(codec: Codec, record: Given): { key: Buffer; value: Buffer; headers: Record<string, string> } {
  const timed = record.type === 'Frame' || record.type === 'Tick'
  return {
    key: Buffer.from(record.key),
    value: codec.encode(record.type, record.value),
    headers: timed ? {} : { ce_time: new Date(record.at).toISOString() },
  }
}
