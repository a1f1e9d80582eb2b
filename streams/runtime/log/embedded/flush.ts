import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Failpoint } from '../../ports/failpoint.ts'
import type { Position } from '../log.ts'
import type { Admitted } from '../shared/admit.ts'
import { batchRecord, encodeBatch } from './encode-batch.ts'
import { ensureSpace, GROWTH_RESERVE_BYTES } from './ensure-space.ts'
import type { EmbeddedPlace } from './places.ts'
import type { PartitionRow, Store } from './store.ts'

/** Something that waits for the next flush. */
export type WriteRequest =
  | { readonly kind: 'append'; readonly records: readonly Admitted<EmbeddedPlace>[] }
  | {
      readonly kind: 'commit'
      readonly records: readonly Admitted<EmbeddedPlace>[]
      readonly writer: string
      readonly epoch: number
    }
  | { readonly kind: 'open'; readonly writer: string }

/** What became of it: positions of the records, the new epoch, or why it was refused. */
export type WriteOutcome = readonly Position[] | number | HomeostatError

export interface Flushed {
  /** One a request, in their order. */
  readonly outcomes: readonly WriteOutcome[]
  /** The partitions that have more than before. */
  readonly grown: Iterable<EmbeddedPlace>
}

/**
 * Writes all requests in one transaction, in their order: all or nothing of the whole; a request that is refused leaves no trace
 * and does not touch the others. On the disk when it returns.
 */
export function flush(store: Store, requests: readonly WriteRequest[], arrival: number, failpoint: Failpoint): Flushed {
  const epochs = new Map<string, number>()
  const tails = new Map<EmbeddedPlace, Tail>()
  const epochOf = (writer: string) => epochs.get(writer) ?? store.writers.get(writer) ?? 0

  function settle(request: WriteRequest): WriteOutcome {
    if (request.kind === 'open') {
      const epoch = epochOf(request.writer) + 1
      epochs.set(request.writer, epoch)
      return epoch
    }
    if (request.kind === 'commit' && epochOf(request.writer) !== request.epoch)
      return new HomeostatError('HS_LOG_FENCED', { value: request.writer })
    return request.records.map((one) => take(tails, one))
  }

  ensureSpace(store.folder, bytesOf(requests), GROWTH_RESERVE_BYTES)
  const outcomes = store.root.transactionSync(() => {
    const settled = requests.map(settle)
    for (const [writer, epoch] of epochs) store.writers.put(writer, epoch)
    let written = 0
    for (const [place, tail] of tails) {
      if (written++ === tails.size >> 1) failpoint('log.flush.mid')
      writeTail(store, place, tail, arrival)
    }
    return settled
  })
  for (const [place, tail] of tails) place.row = tail.row
  return { outcomes, grown: tails.keys() }
}

function bytesOf(requests: readonly WriteRequest[]): number {
  const records = requests.flatMap((request) => (request.kind === 'open' ? [] : request.records))
  return records.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** What a flush adds to one partition. */
interface Tail {
  readonly records: Admitted<EmbeddedPlace>[]
  row: PartitionRow
}

function take(tails: Map<EmbeddedPlace, Tail>, one: Admitted<EmbeddedPlace>): Position {
  const { place } = one
  const tail = tails.get(place) ?? { records: [], row: place.row }
  tails.set(place, tail)
  const offset = place.row.end + tail.records.length
  tail.records.push(one)
  return { topic: place.topic, partition: place.partition, offset }
}

/** Cuts the tail into batches of about BATCH_BYTES. */
function writeTail(store: Store, place: EmbeddedPlace, tail: Tail, arrival: number): void {
  let { end, bytes } = place.row
  for (let at = 0; at < tail.records.length; ) {
    const count = countUpTo(tail.records, at, BATCH_BYTES)
    const batch = encodeBatch(
      arrival,
      tail.records.slice(at, at + count).map((one, delta) => batchRecord(one, delta)),
    )
    store.batches.put([place.topicNumber, place.partition, end, end + count, arrival, batch.length], batch)
    at += count
    end += count
    bytes += batch.length
  }
  tail.row = { ...place.row, end, bytes }
  store.partitions.put([place.topicNumber, place.partition], tail.row)
}

function countUpTo(records: readonly Admitted<EmbeddedPlace>[], from: number, limit: number): number {
  let bytes = 0
  let at = from
  while (at < records.length && bytes < limit) bytes += records[at++].bytes
  return at - from
}

/** Large enough that the cost of a batch does not count, small enough that a reader unpacks little that it does not want. */
const BATCH_BYTES = 64 * 1024
