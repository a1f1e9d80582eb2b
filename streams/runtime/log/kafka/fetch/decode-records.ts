import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { Headers, StoredRecord } from '../../log.ts'
import { noHeaders } from '../../shared/record-bytes.ts'
import type { BatchHeader } from './batch-header.ts'

/**
 * Appends the records of one batch whose offset is not below `from`. Keys and values are views into `buffer`.
 *
 * @param buffer the records, decompressed, from `at` to `end`
 * @throws HS_BATCH_CORRUPT when they are not what the head announces; `into` then holds what it held before
 */
export function decodeRecords(
  buffer: Buffer,
  at: number,
  end: number,
  header: BatchHeader,
  from: number,
  into: StoredRecord[],
): void {
  const before = into.length
  const cursor: Cursor = { buffer, at, end }
  try {
    for (let count = 0; count < header.recordCount; count++) decodeRecord(cursor, header, from, into)
    if (cursor.at !== end) throw corrupt('has bytes behind its last record')
  } catch (error) {
    into.length = before
    throw error
  }
}

interface Cursor {
  readonly buffer: Buffer
  readonly end: number
  at: number
}

function decodeRecord(cursor: Cursor, header: BatchHeader, from: number, into: StoredRecord[]): void {
  const length = readVarint(cursor)
  const recordEnd = cursor.at + length
  if (length < 0 || recordEnd > cursor.end) throw corrupt('has a record that is longer than the batch')
  cursor.at++ // the attributes of a record: none is defined
  const stamp = readVarlong(cursor)
  const delta = readVarint(cursor)
  const offset = header.baseOffset + delta
  if (delta < 0 || offset > header.lastOffset) throw corrupt('has a record with an offset outside of it')
  if (offset < from) {
    cursor.at = recordEnd
    return
  }
  const key = readBytes(cursor)
  const value = readBytes(cursor)
  const headers = readHeaders(cursor)
  if (cursor.at !== recordEnd) throw corrupt('has a record of another length than it says')
  const arrival = header.isStampedByLog ? header.maxTimestamp : header.baseTimestamp + stamp
  into.push({ offset, arrival, key, value, headers })
}

function readHeaders(cursor: Cursor): Headers {
  const count = readVarint(cursor)
  if (count === 0) return noHeaders
  if (count < 0) throw corrupt('has a record with fewer than no headers')
  const headers: Record<string, string> = {}
  for (let left = count; left > 0; left--) {
    const name = readBytes(cursor)
    const value = readBytes(cursor)
    if (name === null) throw corrupt('has a header without a name')
    Object.defineProperty(headers, name.toString('utf8'), { value: value === null ? '' : value.toString('utf8'), ...plain })
  }
  return headers
}

/** Makes a header called `__proto__` a header like any other. */
const plain = { enumerable: true, configurable: true, writable: true }

function readBytes(cursor: Cursor): Buffer | null {
  const length = readVarint(cursor)
  if (length < 0) return null
  const from = cursor.at
  cursor.at += length
  if (cursor.at > cursor.end) throw corrupt('has a field that is longer than the batch')
  return cursor.buffer.subarray(from, cursor.at)
}

function readVarint(cursor: Cursor): number {
  const first = readByte(cursor)
  if (first < 0x80) return (first >>> 1) ^ -(first & 1)
  let value = first & 0x7f
  for (let shift = 7; shift < 35; shift += 7) {
    const byte = readByte(cursor)
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) return (value >>> 1) ^ -(value & 1)
  }
  throw corrupt('has a number of too many bytes')
}

/** Exact up to 2^53; a time cannot be further off. */
function readVarlong(cursor: Cursor): number {
  let value = 0
  let scale = 1
  for (let bytes = 0; bytes < 10; bytes++, scale *= 128) {
    const byte = readByte(cursor)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  throw corrupt('has a number of too many bytes')
}

function readByte(cursor: Cursor): number {
  if (cursor.at >= cursor.end) throw corrupt('ends within a record')
  return cursor.buffer[cursor.at++]
}

function corrupt(what: string): HomeostatError {
  return new HomeostatError('HS_BATCH_CORRUPT', { message: `A batch ${what}.` })
}
