import type { ReadOptions, ReadResult, StoredRecord } from '../log.ts'
import { decodeBatch } from './decode-batch.ts'
import type { EmbeddedPlace } from './places.ts'
import type { BatchKey, Store } from './store.ts'

/** Reads from the batch that holds `from` on; a batch is unpacked once a call. */
export function readBatches(store: Store, place: EmbeddedPlace, from: number, options: ReadOptions): ReadResult {
  const { to = Infinity, maxBytes = 1_000_000 } = options
  const { start, end } = place.row
  const begin = Math.max(from, start)
  const limit = Math.min(to, end)
  const records: StoredRecord[] = []
  let bytes = 0
  let reached = begin
  for (const key of batchKeys(store, place, begin, limit)) {
    if (bytes >= maxBytes) return { records, next: reached, start, atEnd: false }
    const [, , base, next] = key
    const batch = store.batches.get(key)
    if (batch === undefined) continue // retention or compaction took it since the key was read
    const read = decodeBatch(batch, { base, from: begin, to: limit, maxBytes: maxBytes - bytes }, records)
    bytes += read.bytes
    reached = read.whole ? next : lastOffset(records, begin) + 1
    if (!read.whole && reached < limit && bytes >= maxBytes) return { records, next: reached, start, atEnd: false }
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
