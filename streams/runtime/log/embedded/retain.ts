import type { EmbeddedPlace } from './places.ts'
import type { Slices } from './slices.ts'
import type { BatchKey, PartitionRow, Store } from './store.ts'

export interface Limits {
  /** Batches that arrived before are too old, milliseconds since 1970. */
  readonly oldest: number
  /** Age removes nothing from this offset on. */
  readonly protectedFrom: number
  readonly maxBytes: number
}

/** Removes whole batches from the head of a partition until age and size are within their limits. */
export async function retainPlace(store: Store, place: EmbeddedPlace, slices: Slices, limits: Limits): Promise<void> {
  await slices.run(() => {
    const { row, batches } = nextToGo(store, place, limits)
    if (batches.length === 0) return 'done'
    store.root.transactionSync(() => {
      for (const key of batches) store.batches.remove(key)
      store.partitions.put([place.topicNumber, place.partition], row)
    })
    place.row = row
    return batches.length < BATCHES_A_STEP ? 'done' : 'more'
  })
}

function nextToGo(store: Store, place: EmbeddedPlace, limits: Limits): { row: PartitionRow; batches: BatchKey[] } {
  const head = [place.topicNumber, place.partition]
  const batches: BatchKey[] = []
  let { start, bytes } = place.row
  const keys = store.batches.getKeys({ start: head, end: [...head, Infinity], limit: BATCHES_A_STEP + 1 }) as Iterable<BatchKey>
  for (const key of keys) {
    const [, , base, next, arrival, batchBytes] = key
    const tooOld = arrival < limits.oldest && next <= limits.protectedFrom
    const goes = batches.length < BATCHES_A_STEP && (tooOld || bytes > limits.maxBytes)
    if (!goes) {
      if (batches.length > 0) start = base
      break
    }
    batches.push(key)
    bytes -= batchBytes
    start = next
  }
  return { row: { ...place.row, start, bytes }, batches }
}

const BATCHES_A_STEP = 32
