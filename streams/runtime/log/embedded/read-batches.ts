import type { ReadOptions, ReadResult, StoredRecord } from '../log.ts'
import { decodeBatch } from './decode-batch.ts'
import type { EmbeddedPlace } from './places.ts'
import type { BatchKey, Store } from './store.ts'

/** Reads from the batch that holds `from` on; a batch is unpacked once a call. */
export function readBatches(store: Store, place: EmbeddedPlace, from: number, options: ReadOptions): ReadResult {
  const { to = Infinity } = options
  const maxBytes = Math.max(options.maxBytes ?? 1_000_000, 1) // at least one record, so that a reader always goes on
  const { start, end } = place.row
  const begin = Math.max(from, start)
  const limit = Math.min(to, end)
  const records: StoredRecord[] = []
  let bytes = 0
  let reached = begin
  for (const key of batchKeys(store, place, begin, limit)) {
    const [, , base, next] = key
    const full = bytes >= maxBytes
    if (full && next <= limit) return { records, next: reached, start, atEnd: false } // a batch is never empty
    const batch = store.batches.get(key)
    if (batch === undefined) continue // retention or compaction took it since the key was read
    const read = decodeBatch(batch, { base, from: begin, to: limit, maxBytes: maxBytes - bytes }, records)
    bytes += read.bytes
    if (read.more) return { records, next: full ? reached : lastOffset(records, begin) + 1, start, atEnd: false }
    reached = next
  }
  return { records, next: Math.max(begin, limit), start, atEnd: true }
}

function lastOffset(records: readonly StoredRecord[], begin: number): number {
  const last = records.at(-1)
  return last === undefined ? begin - 1 : last.offset
}

/** Keys of the batches that hold offsets from `begin` to `limit` (exclusive), in order. */
export function batchKeys(store: Store, place: EmbeddedPlace, begin: number, limit: number): Iterable<BatchKey> {
  if (begin >= limit) return []
  const head = [place.topicNumber, place.partition]
  const before = store.batches.getKeys({ start: [...head, begin, Infinity], end: head, reverse: true, limit: 1 })
  const holder = [...(before as Iterable<BatchKey>)].find((key) => key[3] > begin)
  return store.batches.getKeys({ start: holder ?? [...head, begin], end: [...head, limit] }) as Iterable<BatchKey>
}
