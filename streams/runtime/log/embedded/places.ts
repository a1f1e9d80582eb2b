import type { TopicPlaces } from '../shared/admit.ts'
import type { Waitable } from '../shared/waiting.ts'
import type { PartitionRow, Store } from './store.ts'

/** A partition as this process knows it: its row, and who waits for more. */
export interface EmbeddedPlace extends Waitable {
  readonly topic: string
  readonly topicNumber: number
  readonly partition: number
  row: PartitionRow
}

export interface EmbeddedTopic extends TopicPlaces<EmbeddedPlace> {
  readonly number: number
}

export const emptyRow: PartitionRow = { start: 0, end: 0, bytes: 0, compactedTo: 0, leftByLast: 0 }

/** Brings the table of topics to what the store says; places that were known stay the same objects. */
export function loadPlaces(store: Store, into: Map<string, EmbeddedTopic>): void {
  for (const { key: name, value } of store.topics.getRange()) {
    const topic = into.get(name) ?? newTopic(name, value.number, value.partitions, value.compacted)
    into.set(name, topic)
    for (const place of topic.places) place.row = store.partitions.get([topic.number, place.partition]) ?? emptyRow
  }
}

export function newTopic(name: string, number: number, partitions: number, compacted: boolean): EmbeddedTopic {
  const places = Array.from({ length: partitions }, (_, partition) => ({
    topic: name,
    topicNumber: number,
    partition,
    row: emptyRow,
    waiting: new Set<() => void>(),
  }))
  return { number, compacted, places }
}
