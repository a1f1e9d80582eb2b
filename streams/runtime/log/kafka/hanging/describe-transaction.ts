import { byteReader } from '../fetch/byte-reader.ts'
import { flexibleWriter, readArray, readString, skipTags } from '../fetch/flexible.ts'
import { type Exchange, rawRequest } from '../fetch/kafkajs-internals.ts'

/** What the coordinator knows of the last transaction of a transactional id. */
export interface TransactionState {
  /** 0, or why it does not tell. */
  readonly errorCode: number
  /** By Kafka's name, such as `CompleteCommit`. */
  readonly state: string
  /** Milliseconds since 1970; of a completed transaction too, until the next one begins. */
  readonly startedAt: number
  readonly producerId: number
  readonly producerEpoch: number
}

export const DESCRIBE_TRANSACTIONS = 65

/** DescribeTransactions version 0 (KIP-664, Kafka 3.0 and later), for the broker that coordinates the id. */
export function describeTransaction(transactionalId: string): Exchange<TransactionState | undefined> {
  const bytes = flexibleWriter()
    .noTags() // of the header
    .array([transactionalId], (id, writer) => writer.string(id))
    .noTags()
    .bytes()
  return {
    request: rawRequest(DESCRIBE_TRANSACTIONS, 0, 'DescribeTransactions', bytes),
    response: { decode: async (payload) => decodeTransactions(payload)[0], parse: async (states) => states },
  }
}

/** @throws HS_BATCH_CORRUPT when the payload ends too soon */
export function decodeTransactions(payload: Buffer): TransactionState[] {
  const reader = byteReader(payload)
  skipTags(reader)
  reader.skip(4) // throttle time: none is asked for here
  return readArray(reader, () => {
    const errorCode = reader.int16()
    readString(reader) // the id
    const state = readString(reader)
    reader.skip(4) // its time-out
    const startedAt = reader.int64()
    const producerId = reader.int64()
    const producerEpoch = reader.int16()
    readArray(reader, () => {
      readString(reader)
      readArray(reader, () => reader.int32())
      skipTags(reader)
    })
    skipTags(reader)
    return { errorCode, state, startedAt, producerId, producerEpoch }
  })
}
