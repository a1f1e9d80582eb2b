import type { Position, ReadOptions, ReadResult, StoredRecord } from '../log.ts'
import type { Admitted } from '../shared/admit.ts'
import { compaction } from '../shared/compaction.ts'
import { noHeaders, recordBytes } from '../shared/record-bytes.ts'
import type { Waitable } from '../shared/waiting.ts'

export interface MemoryPartition extends Waitable {
  readonly topic: string
  readonly partition: number
  /** In the order of their offsets, which may have holes after compaction. */
  records: StoredRecord[]
  start: number
  end: number
  bytes: number
  compactedTo: number
}

export function emptyPartition(topic: string, partition: number): MemoryPartition {
  return { topic, partition, records: [], start: 0, end: 0, bytes: 0, compactedTo: 0, waiting: new Set() }
}

/** Copies what it stores: the caller may use its buffers again. */
export function appendRecord({ record, place, bytes }: Admitted<MemoryPartition>, arrival: number): Position {
  const offset = place.end
  const headers = record.headers === undefined ? noHeaders : Object.freeze({ ...record.headers })
  const key = record.key && Buffer.from(record.key)
  const value = record.value && Buffer.from(record.value)
  place.records.push({ offset, arrival, key, value, headers })
  place.end = offset + 1
  place.bytes += bytes
  return { topic: place.topic, partition: place.partition, offset }
}

export function readPartition(
  place: MemoryPartition,
  from: number,
  { to = Infinity, maxBytes = 1_000_000 }: ReadOptions,
): ReadResult {
  const begin = Math.max(from, place.start)
  const limit = Math.min(to, place.end)
  const first = firstFrom(place.records, begin)
  let at = first
  let bytes = 0
  while (at < place.records.length && place.records[at].offset < limit) {
    const record = place.records[at++]
    bytes += recordBytes(record.key, record.value, record.headers)
    if (bytes >= maxBytes) break
  }
  const more = at < place.records.length && place.records[at].offset < limit
  const next = more ? place.records[at - 1].offset + 1 : Math.max(begin, limit)
  return { records: place.records.slice(first, at), next, start: place.start, atEnd: !more }
}

/** Drops records that are older than `oldest` by arrival and below `protectedFrom`, then whatever exceeds `maxBytes`. */
export function retainPartition(place: MemoryPartition, oldest: number, protectedFrom: number, maxBytes: number): void {
  let dropped = 0
  for (const record of place.records) {
    const tooOld = record.arrival < oldest && record.offset < protectedFrom
    if (!tooOld && place.bytes <= maxBytes) break
    place.bytes -= recordBytes(record.key, record.value, record.headers)
    dropped++
  }
  if (dropped === 0) return
  place.records = place.records.slice(dropped)
  place.start = place.records.length > 0 ? place.records[0].offset : place.end
}

export function compactPartition(place: MemoryPartition, now: number): void {
  const leftByLast = firstFrom(place.records, place.compactedTo)
  if (!compaction.isDue(place.records.length - leftByLast, leftByLast)) return
  const newest = new Map(place.records.map((record) => [record.key?.toString('latin1'), record.offset]))
  place.records = place.records.filter((record) => {
    if (newest.get(record.key?.toString('latin1')) !== record.offset) return false
    return record.value !== null || record.arrival >= now - compaction.tombstoneMs
  })
  place.bytes = place.records.reduce((sum, record) => sum + recordBytes(record.key, record.value, record.headers), 0)
  place.compactedTo = place.end
}

/** The index of the first record whose offset is not below `offset`. */
function firstFrom(records: readonly StoredRecord[], offset: number): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (records[middle].offset < offset) low = middle + 1
    else high = middle
  }
  return low
}
