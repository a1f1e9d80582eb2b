import type { Admitted } from '../shared/admit.ts'
import { noHeaders } from '../shared/record-bytes.ts'

/** A batch starts with the arrival time (float64) and the number of records (uint32); all numbers are little-endian. */
export const BATCH_HEAD_BYTES = 12
/** Then a table, an entry a record: offset less the batch's base, key, value and headers length (int32 each; -1 is null). */
export const TABLE_ENTRY_BYTES = 16

/** What of a record goes into a batch; headers are JSON, absent when there are none. */
export interface BatchRecord {
  readonly delta: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: Uint8Array | null
}

/** One value of the store: head, table, then the bytes of the records one after the other. */
export function encodeBatch(arrival: number, records: readonly BatchRecord[]): Buffer {
  const bodiesAt = BATCH_HEAD_BYTES + records.length * TABLE_ENTRY_BYTES
  const size = records.reduce(
    (sum, { key, value, headers }) => sum + lengthOf(key) + lengthOf(value) + lengthOf(headers),
    bodiesAt,
  )
  const batch = Buffer.allocUnsafeSlow(size)
  batch.writeDoubleLE(arrival, 0)
  batch.writeUInt32LE(records.length, 8)
  let entry = BATCH_HEAD_BYTES
  let body = bodiesAt
  for (const { delta, key, value, headers } of records) {
    batch.writeInt32LE(delta, entry)
    batch.writeInt32LE(key === null ? -1 : key.length, entry + 4)
    batch.writeInt32LE(value === null ? -1 : value.length, entry + 8)
    batch.writeInt32LE(headers === null ? -1 : headers.length, entry + 12)
    entry += TABLE_ENTRY_BYTES
    if (key !== null) batch.set(key, body)
    body += lengthOf(key)
    if (value !== null) batch.set(value, body)
    body += lengthOf(value)
    if (headers !== null) batch.set(headers, body)
    body += lengthOf(headers)
  }
  return batch
}

export function batchRecord({ record }: Admitted<unknown>, delta: number): BatchRecord {
  const { key, value, headers } = record
  const plain = headers === undefined || headers === noHeaders
  return { delta, key, value, headers: plain ? null : Buffer.from(JSON.stringify(headers)) }
}

function lengthOf(bytes: Uint8Array | null): number {
  return bytes === null ? 0 : bytes.length
}
