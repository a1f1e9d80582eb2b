import { byteReader } from '../fetch/byte-reader.ts'
import { flexibleWriter, readArray, readString, skipTags } from '../fetch/flexible.ts'
import { type Exchange, rawRequest } from '../fetch/kafkajs-internals.ts'
import type { Place } from '../fetch/place.ts'

/** The end of a transaction in one partition. */
export interface Marker extends Place {
  readonly producerId: number
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly commits: boolean
}

const WRITE_TXN_MARKERS = 27

/** WriteTxnMarkers version 1 (Kafka 2.7 and later), for the broker that leads the partition; answers with its error code, 0 for none. */
export function writeMarker(marker: Marker): Exchange<number> {
  const bytes = flexibleWriter()
    .noTags() // of the header
    .array([marker], ({ topic, partition, producerId, producerEpoch, coordinatorEpoch, commits }, writer) => {
      writer.int64(producerId).int16(producerEpoch).int8(Number(commits))
      writer.array([topic], (name) => {
        writer.string(name)
        writer.array([partition], (one) => writer.int32(one))
        writer.noTags()
      })
      writer.int32(coordinatorEpoch).noTags()
    })
    .noTags()
    .bytes()
  return {
    request: rawRequest(WRITE_TXN_MARKERS, 1, 'WriteTxnMarkers', bytes),
    response: { decode: async (payload) => decodeMarkers(payload)[0] ?? NO_ANSWER, parse: async (code) => code },
  }
}

/**
 * @returns the error codes of the partitions
 * @throws HS_BATCH_CORRUPT when the payload ends too soon
 */
export function decodeMarkers(payload: Buffer): number[] {
  const reader = byteReader(payload)
  skipTags(reader)
  return readArray(reader, () => {
    reader.skip(8) // the producer
    const codes = readArray(reader, () => {
      readString(reader)
      const found = readArray(reader, () => {
        reader.skip(4) // the partition
        const code = reader.int16()
        skipTags(reader)
        return code
      })
      skipTags(reader)
      return found
    })
    skipTags(reader)
    return codes.flat()
  }).flat()
}

/** UNKNOWN_SERVER_ERROR */
const NO_ANSWER = -1
