import type { Codec, Decoded } from '../../../schemas/codec/codec.ts'
import type { Log, StoredRecord } from '../log/log.ts'
import { learnSchemas } from '../task/learn-schemas.ts'
import { readAll } from './read-all.ts'

/** A record and what it says; undefined for a tombstone. */
export interface DecodedRecord {
  readonly record: StoredRecord
  readonly decoded: Decoded | undefined
}

/**
 * Every record of a partition in [from, to), decoded. Schemas are asked for as they come: an older build may have written with ones that
 * this process has never seen.
 * @throws what decoding says of a record that cannot be read
 */
export async function* readDecoded(
  log: Log,
  codec: Codec,
  topic: string,
  partition: number,
  from: number,
  to?: number,
): AsyncGenerator<DecodedRecord> {
  for await (const record of readAll(log, topic, partition, from, to)) {
    await learnSchemas(codec, [record])
    yield { record, decoded: record.value === null ? undefined : codec.decode(record.value) }
  }
}
