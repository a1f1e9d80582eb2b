import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { LARGEST_RECORD_BYTES, type NewRecord } from '../log.ts'
import { partitionOf } from './partition-of.ts'
import { recordBytes } from './record-bytes.ts'

/** A topic as an adapter holds it; `P` is the adapter's own partition. */
export interface TopicPlaces<P> {
  readonly compacted: boolean
  readonly places: readonly P[]
}

/** A record that may be written, with the place that it will have. */
export interface Admitted<P> {
  readonly record: NewRecord
  readonly place: P
  readonly bytes: number
}

/**
 * Checks every record of one call before any is written, so that a refused record refuses the whole call.
 *
 * @throws HS_TOPIC_UNKNOWN, HS_RECORD_TOO_LARGE (naming topic and key), HS_KEY_MISSING (a compacted topic needs keys, as on Kafka)
 */
export function admit<P>(records: readonly NewRecord[], topics: ReadonlyMap<string, TopicPlaces<P>>): Admitted<P>[] {
  return records.map((record) => {
    const topic = findTopic(topics, record.topic)
    const bytes = recordBytes(record.key, record.value, record.headers)
    if (bytes > LARGEST_RECORD_BYTES) throw tooLarge(record, bytes)
    if (topic.compacted && record.key === null) throw new HomeostatError('HS_KEY_MISSING', { value: record.topic })
    return {
      record,
      place: findPlace(topic, record.topic, record.partition ?? partitionOf(record.key, topic.places.length)),
      bytes,
    }
  })
}

export function findTopic<P>(topics: ReadonlyMap<string, TopicPlaces<P>>, name: string): TopicPlaces<P> {
  const topic = topics.get(name)
  if (topic === undefined)
    throw new HomeostatError('HS_TOPIC_UNKNOWN', { value: name, message: `The topic ${name} does not exist in this log.` })
  return topic
}

export function findPlace<P>(topic: TopicPlaces<P>, name: string, partition: number): P {
  if (partition in topic.places) return topic.places[partition]
  throw new HomeostatError('HS_TOPIC_UNKNOWN', {
    value: partition,
    limit: topic.places.length - 1,
    message: `The topic ${name} has no partition ${partition}.`,
  })
}

function tooLarge(record: NewRecord, bytes: number): HomeostatError {
  const key = record.key === null ? 'without a key' : `with the key ${JSON.stringify(record.key.toString('utf8', 0, 200))}`
  return new HomeostatError('HS_RECORD_TOO_LARGE', {
    value: bytes,
    limit: LARGEST_RECORD_BYTES,
    message: `A record ${key} for the topic ${record.topic} has ${bytes} bytes; at most ${LARGEST_RECORD_BYTES} are accepted.`,
  })
}
