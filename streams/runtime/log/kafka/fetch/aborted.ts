import { type BatchHeader, HEADER_BYTES } from './batch-header.ts'
import type { AbortedTransaction } from './fetch-response.ts'

/** Tells, batch by batch in the order of offsets, whether a batch belongs to a transaction that was aborted. */
export type AbortedFilter = (header: BatchHeader, buffer: Buffer, at: number) => boolean

/**
 * As Java's client does it (org.apache.kafka.clients.consumer.internals.CompletedFetch): a producer's batches count as aborted from
 * the first offset of its aborted transaction up to its abort marker.
 */
export function abortedFilter(aborted: readonly AbortedTransaction[]): AbortedFilter {
  if (aborted.length === 0) return () => false
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  const producers = new Set<number>()
  let begun = 0
  return (header, buffer, at) => {
    for (; begun < waiting.length && waiting[begun].firstOffset <= header.lastOffset; begun++)
      producers.add(waiting[begun].producerId)
    if (header.isControl) {
      if (isAbortMarker(header, buffer, at)) producers.delete(header.producerId)
      return false
    }
    return header.isTransactional && producers.has(header.producerId)
  }
}

/** A control record's key is two numbers of 16 bits: a version and what it is, 0 for an abort. Markers are written one a batch. */
function isAbortMarker(header: BatchHeader, buffer: Buffer, at: number): boolean {
  if (header.recordCount < 1 || header.size < HEADER_BYTES + KEY_AT + 4) return false
  return buffer.readInt16BE(at + HEADER_BYTES + KEY_AT + 2) === 0
}

/** Behind length, attributes, time, offset and length of the key, each of one byte in a marker. */
const KEY_AT = 5
