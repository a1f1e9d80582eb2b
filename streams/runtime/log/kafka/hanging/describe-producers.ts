import { byteReader } from '../fetch/byte-reader.ts'
import { flexibleWriter, readArray, readString, skipTags } from '../fetch/flexible.ts'
import { type Exchange, rawRequest } from '../fetch/kafkajs-internals.ts'
import type { Place } from '../fetch/place.ts'

/** The producers of one partition. */
export interface PartitionProducers extends Place {
  /** 0, or why the broker does not tell. */
  readonly errorCode: number
  readonly producers: readonly ProducerState[]
}

export interface ProducerState {
  readonly producerId: number
  readonly producerEpoch: number
  /** Of the last marker; -1 when there was none. */
  readonly coordinatorEpoch: number
  /** When it wrote last, milliseconds since 1970. */
  readonly lastWroteAt: number
  /** The first offset of its transaction in this partition; -1 when none is open. */
  readonly openSince: number
}

export const DESCRIBE_PRODUCERS = 61

/** DescribeProducers version 0 (KIP-664, Kafka 2.8 and later), for the broker that leads these partitions. */
export function describeProducers(places: readonly Place[]): Exchange<PartitionProducers[]> {
  const bytes = flexibleWriter()
    .noTags() // of the header
    .array(places, ({ topic, partition }, writer) => {
      writer.string(topic)
      writer.array([partition], (one) => writer.int32(one))
      writer.noTags()
    })
    .noTags()
    .bytes()
  return {
    request: rawRequest(DESCRIBE_PRODUCERS, 0, 'DescribeProducers', bytes),
    response: { decode: async (payload) => decodeProducers(payload), parse: async (partitions) => partitions },
  }
}

/** @throws HS_BATCH_CORRUPT when the payload ends too soon */
export function decodeProducers(payload: Buffer): PartitionProducers[] {
  const reader = byteReader(payload)
  skipTags(reader)
  reader.skip(4) // throttle time: none is asked for here
  return readArray(reader, () => {
    const topic = readString(reader)
    const partitions = readArray(reader, () => {
      const partition = reader.int32()
      const errorCode = reader.int16()
      readString(reader) // the error in words
      const producers = readArray(reader, () => {
        const producerId = reader.int64()
        const producerEpoch = reader.int32()
        reader.skip(4) // the last sequence number
        const lastWroteAt = reader.int64()
        const coordinatorEpoch = reader.int32()
        const openSince = reader.int64()
        skipTags(reader)
        return { producerId, producerEpoch, coordinatorEpoch, lastWroteAt, openSince }
      })
      skipTags(reader)
      return { topic, partition, errorCode, producers }
    })
    skipTags(reader)
    return partitions
  }).flat()
}
