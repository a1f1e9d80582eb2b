import type { Codec } from '../../../schemas/codec/codec.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { decodeSchemaEntry } from '../../../schemas/registry/schema-entry.ts'
import { Schemas } from '../../../schemas/topics.ts'
import type { StoredRecord } from '../../../streams/runtime/log/log.ts'
import { recordTime } from '../../../streams/runtime/task/record-time.ts'

/** A record as `tail` shows it. */
export interface Tailed {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Event time, else arrival; milliseconds since 1970. */
  readonly at: number
  readonly arrival: number
  /** Record type; `tombstone`, `schema`, or `unreadable` with the error's code as value. */
  readonly type: string
  readonly key: string
  readonly value: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Decodes a stored record; what cannot be decoded is shown as such and never stops the reading. */
export function tailed(topic: string, partition: number, record: StoredRecord, codec: Codec): Tailed {
  const { offset, arrival, headers } = record
  const time = topic === Schemas.name ? Number.NaN : recordTime(codec, record)
  const at = Number.isNaN(time) ? arrival : time
  return { topic, partition, offset, at, arrival, key: record.key?.toString() ?? '', headers, ...content(topic, record, codec) }
}

function content(topic: string, { value }: StoredRecord, codec: Codec): { type: string; value: unknown } {
  if (value === null) return { type: 'tombstone', value: null }
  try {
    if (topic === Schemas.name) return { type: 'schema', value: decodeSchemaEntry(value) }
    const decoded = codec.decode(value)
    if (decoded.type !== 'Frame') return decoded
    const { source, at, names, values, labels } = decoded.value
    return {
      type: 'Frame',
      value: { source, at, metrics: Object.fromEntries(names.map((name, i) => [name, values[i]])), labels },
    }
  } catch (error) {
    return { type: 'unreadable', value: { code: codeOf(error), bytes: value.toString('base64') } }
  }
}
