import { readInt64 } from './byte-reader.ts'

/** The head of a record batch, format 2 (KIP-98): what stands before its records. */
export interface BatchHeader {
  readonly baseOffset: number
  readonly lastOffset: number
  /** Of the whole batch with its head, in bytes. */
  readonly size: number
  readonly codec: number
  readonly isTransactional: boolean
  readonly isControl: boolean
  /** The broker stamped the batch when it took it; otherwise the producer stamped each record. */
  readonly isStampedByLog: boolean
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly recordCount: number
}

export const HEADER_BYTES = 61
/** Offset and length, which every format has in front. */
export const PREFIX_BYTES = 12

/** @param at where a batch of format 2 begins, with at least HEADER_BYTES behind it */
export function readBatchHeader(buffer: Buffer, at: number): BatchHeader {
  const attributes = buffer.readInt16BE(at + 21)
  const baseOffset = readInt64(buffer, at)
  return {
    baseOffset,
    lastOffset: baseOffset + buffer.readInt32BE(at + 23),
    size: PREFIX_BYTES + buffer.readInt32BE(at + 8),
    codec: attributes & 0x07,
    isStampedByLog: (attributes & 0x08) !== 0,
    isTransactional: (attributes & 0x10) !== 0,
    isControl: (attributes & 0x20) !== 0,
    baseTimestamp: readInt64(buffer, at + 27),
    maxTimestamp: readInt64(buffer, at + 35),
    producerId: readInt64(buffer, at + 43),
    recordCount: buffer.readInt32BE(at + 57),
  }
}
