import type { StoredRecord } from '../log.ts'
import { compaction } from '../shared/compaction.ts'
import { noHeaders } from '../shared/record-bytes.ts'
import { decodeBatch } from './decode-batch.ts'
import { type BatchRecord, encodeBatch } from './encode-batch.ts'
import type { EmbeddedPlace } from './places.ts'
import { batchKeys } from './read-batches.ts'
import type { Slices } from './slices.ts'
import type { BatchKey, Store } from './store.ts'

/**
 * Compacts a partition as `shared/compaction.ts` says. Looks through all of it first, then rewrites batch by batch in place, so that
 * offsets keep their numbers; what is appended meanwhile is newer than anything that goes. A pass that was cut short starts again.
 */
export async function compactPlace(store: Store, place: EmbeddedPlace, slices: Slices, now: number): Promise<void> {
  const { end, compactedTo, leftByLast } = place.row
  if (!compaction.isDue(end - compactedTo, leftByLast)) return

  const newest = new Map<string, number>()
  let looked = place.row.start
  await slices.run(() => {
    const some = nextBatches(store, place, looked, end)
    for (const batch of some) for (const record of batch.records) newest.set(keyOf(record), record.offset)
    looked = some.at(-1)?.key[3] ?? end
    return looked < end ? 'more' : 'done'
  })

  let rewritten = place.row.start
  let left = 0
  await slices.run(() => {
    const some = nextBatches(store, place, rewritten, end)
    rewritten = some.at(-1)?.key[3] ?? end
    const stays = (record: StoredRecord) =>
      newest.get(keyOf(record)) === record.offset && (record.value !== null || record.arrival >= now - compaction.tombstoneMs)
    left += rewrite(store, place, some, stays)
    return rewritten < end ? 'more' : 'done'
  })
  const row = { ...place.row, compactedTo: end, leftByLast: left }
  store.partitions.putSync([place.topicNumber, place.partition], row)
  place.row = row
}

interface UnpackedBatch {
  readonly key: BatchKey
  readonly records: readonly StoredRecord[]
}

function nextBatches(store: Store, place: EmbeddedPlace, from: number, to: number): UnpackedBatch[] {
  const some: UnpackedBatch[] = []
  let bytes = 0
  for (const key of batchKeys(store, place, from, to)) {
    const batch = store.batches.get(key)
    if (batch === undefined) continue
    const records: StoredRecord[] = []
    decodeBatch(batch, { base: key[2], from: 0, to: Infinity, maxBytes: Infinity }, records)
    some.push({ key, records })
    bytes += batch.length
    if (bytes >= STEP_BYTES || some.length >= STEP_BATCHES) break
  }
  return some
}

/** @returns how many records stay */
function rewrite(
  store: Store,
  place: EmbeddedPlace,
  batches: readonly UnpackedBatch[],
  stays: (r: StoredRecord) => boolean,
): number {
  const kept = batches.map(({ key, records }) => ({ key, records, stay: records.filter(stays) }))
  const changed = kept.filter(({ records, stay }) => stay.length < records.length)
  if (changed.length > 0) {
    let { bytes } = place.row
    store.root.transactionSync(() => {
      for (const { key, stay } of changed) bytes += replace(store, key, stay)
      store.partitions.put([place.topicNumber, place.partition], { ...place.row, bytes })
    })
    place.row = { ...place.row, bytes }
  }
  return kept.reduce((sum, { stay }) => sum + stay.length, 0)
}

/** @returns by how many bytes the partition has grown; negative */
function replace(store: Store, key: BatchKey, stay: readonly StoredRecord[]): number {
  const [topic, partition, base, next, arrival, bytes] = key
  store.batches.remove(key)
  if (stay.length === 0) return -bytes
  const batch = encodeBatch(
    arrival,
    stay.map((record) => toBatchRecord(record, base)),
  )
  store.batches.put([topic, partition, base, next, arrival, batch.length], batch)
  return batch.length - bytes
}

function toBatchRecord({ offset, key, value, headers }: StoredRecord, base: number): BatchRecord {
  return { delta: offset - base, key, value, headers: headers === noHeaders ? null : Buffer.from(JSON.stringify(headers)) }
}

function keyOf(record: StoredRecord): string {
  return record.key === null ? '' : record.key.toString('latin1')
}

const STEP_BYTES = 256 * 1024
const STEP_BATCHES = 128
