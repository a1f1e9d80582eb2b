import type { ErrorCode } from '../../../../../schemas/core/error-catalogue.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import type { StoredRecord } from '../../log.ts'
import { noHeaders } from '../../shared/record-bytes.ts'
import { abortedFilter } from './aborted.ts'
import { type BatchHeader, HEADER_BYTES, PREFIX_BYTES, readBatchHeader } from './batch-header.ts'
import { readInt64 } from './byte-reader.ts'
import { decodeRecords } from './decode-records.ts'
import { decompress } from './decompress.ts'
import type { PartitionResponse } from './fetch-response.ts'

export interface ReadBatches {
  readonly records: StoredRecord[]
  /** Behind the last whole batch: passes over markers, aborted transactions and what compaction left out. */
  readonly next: number
}

/**
 * The committed records of one partition's answer, from the offset that was asked for. A last batch that is cut is left for the next
 * fetch. What cannot be read is not lost and stops nothing: each of its offsets becomes an unreadable record with the reason.
 *
 * The checksums are not computed: the broker does it when it takes a batch, TCP carries it, and in JavaScript it costs as much as all else.
 */
export function readBatches({ batches, aborted, highWatermark }: Slice, from: number): ReadBatches {
  const records: StoredRecord[] = []
  const isAborted = abortedFilter(aborted)
  let next = from
  for (let at = 0; at + MAGIC_AT < batches.length; ) {
    const size = PREFIX_BYTES + batches.readInt32BE(at + 8)
    const magic = batches[at + MAGIC_AT]
    if (size <= MAGIC_AT || (magic === 2 && size < HEADER_BYTES)) {
      records.push(unreadableRecord(next, 0, batches.subarray(at, at + HEADER_BYTES), 'HS_BATCH_CORRUPT'))
      return { records, next: next + 1 }
    }
    if (at + size > batches.length) break
    const header = magic === 2 ? readBatchHeader(batches, at) : undefined
    const lastOffset = header?.lastOffset ?? readInt64(batches, at)
    if (header === undefined || isImpossible(header) || lastOffset >= highWatermark) {
      const code = magic < 2 ? 'HS_RECORD_FORMAT_OLD' : 'HS_BATCH_CORRUPT'
      if (magic >= 2 || lastOffset >= next) {
        records.push(unreadableRecord(next, 0, shown(batches.subarray(at, at + size)), code))
        next = magic < 2 && lastOffset < highWatermark ? lastOffset + 1 : next + 1
      }
    } else {
      if (!isAborted(header, batches, at) && !header.isControl) readBatch(batches, at, header, next, records)
      next = Math.max(next, lastOffset + 1)
    }
    at += size
  }
  return { records, next }
}

type Slice = Pick<PartitionResponse, 'batches' | 'aborted' | 'highWatermark'>

/** Where every format has the number of its format. */
const MAGIC_AT = 16

function isImpossible({ baseOffset, lastOffset, recordCount }: BatchHeader): boolean {
  return baseOffset < 0 || lastOffset < baseOffset || recordCount < 0 || recordCount > lastOffset - baseOffset + 1
}

function readBatch(batches: Buffer, at: number, header: BatchHeader, from: number, into: StoredRecord[]): void {
  const body = at + HEADER_BYTES
  const end = at + header.size
  try {
    if (header.codec === 0) {
      decodeRecords(batches, body, end, header, from, into)
    } else {
      const bytes = decompress(header.codec, batches.subarray(body, end))
      decodeRecords(bytes, 0, bytes.length, header, from, into)
    }
  } catch (error) {
    setAside(batches.subarray(at, end), header, from, codeOf(error), into)
  }
}

/** The first record of a batch that cannot be read shows the batch, the others its head alone: each of them may become a letter. */
function setAside(batch: Buffer, header: BatchHeader, from: number, code: ErrorCode, into: StoredRecord[]): void {
  const count = Math.min(header.recordCount, MOST_SET_ASIDE)
  for (let delta = 0; delta < count; delta++) {
    const offset = header.baseOffset + delta
    const value = delta === 0 ? shown(batch) : batch.subarray(0, HEADER_BYTES)
    if (offset >= from) into.push(unreadableRecord(offset, header.maxTimestamp, value, code))
  }
}

function unreadableRecord(offset: number, arrival: number, value: Buffer, unreadable: ErrorCode): StoredRecord {
  return { offset, arrival, key: null, value, headers: noHeaders, unreadable }
}

/** What fits into a letter. */
function shown(batch: Buffer): Buffer {
  return batch.subarray(0, 900_000)
}

/** A damaged head may announce millions. */
const MOST_SET_ASIDE = 100_000
