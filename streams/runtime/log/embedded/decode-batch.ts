import type { Headers, StoredRecord } from '../log.ts'
import { noHeaders, recordBytes } from '../shared/record-bytes.ts'
import { BATCH_HEAD_BYTES, TABLE_ENTRY_BYTES } from './encode-batch.ts'

/** Which records of a batch are wanted, and how many bytes of them are still welcome. */
export interface BatchWindow {
  /** The offset of the batch's first entry. */
  readonly base: number
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly maxBytes: number
}

export interface BatchRead {
  /** Key, value and headers of what was added. */
  readonly bytes: number
  /** Whether the batch has more of what is wanted than `maxBytes` let in. */
  readonly more: boolean
}

/** Adds the wanted records to `into` as views of the batch: no byte is copied. */
export function decodeBatch(batch: Buffer, { base, from, to, maxBytes }: BatchWindow, into: StoredRecord[]): BatchRead {
  const arrival = batch.readDoubleLE(0)
  const count = batch.readUInt32LE(8)
  let body = BATCH_HEAD_BYTES + count * TABLE_ENTRY_BYTES
  let bytes = 0
  for (let index = 0, entry = BATCH_HEAD_BYTES; index < count; index++, entry += TABLE_ENTRY_BYTES) {
    const offset = base + batch.readInt32LE(entry)
    const keyLength = batch.readInt32LE(entry + 4)
    const valueLength = batch.readInt32LE(entry + 8)
    const headersLength = batch.readInt32LE(entry + 12)
    const keyEnd = body + Math.max(keyLength, 0)
    const valueEnd = keyEnd + Math.max(valueLength, 0)
    const end = valueEnd + Math.max(headersLength, 0)
    if (offset >= to) break
    if (offset >= from && bytes >= maxBytes) return { bytes, more: true }
    if (offset >= from) {
      const headers = headersLength < 0 ? noHeaders : decodeHeaders(batch, valueEnd, end)
      into.push({
        offset,
        arrival,
        key: keyLength < 0 ? null : batch.subarray(body, keyEnd),
        value: valueLength < 0 ? null : batch.subarray(keyEnd, valueEnd),
        headers,
      })
      bytes += valueEnd - body + recordBytes(null, null, headers)
    }
    body = end
  }
  return { bytes, more: false }
}

function decodeHeaders(batch: Buffer, from: number, to: number): Headers {
  return Object.freeze(JSON.parse(batch.toString('utf8', from, to)) as Headers)
}
