import { type ByteReader, byteReader } from './byte-reader.ts'

export interface FetchResponse {
  /** Milliseconds that the broker wants us to wait before the next request; kafkajs's connection heeds it. */
  readonly clientSideThrottleTime: number
  readonly errorCode: number
  readonly partitions: readonly PartitionResponse[]
}

export interface PartitionResponse {
  readonly topic: string
  readonly partition: number
  readonly errorCode: number
  readonly highWatermark: number
  /** All before it is decided: committed or aborted. */
  readonly lastStable: number
  readonly logStart: number
  readonly aborted: readonly AbortedTransaction[]
  /** Record batches one after the other, the last one possibly cut; a view into the payload. */
  readonly batches: Buffer
}

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/**
 * Decodes the answer to a Fetch of version 11 (Kafka protocol guide, Fetch API), without copying the records.
 *
 * @throws HS_BATCH_CORRUPT when the payload ends too soon
 */
export function decodeFetchResponse(payload: Buffer): FetchResponse {
  const reader = byteReader(payload)
  const clientSideThrottleTime = reader.int32()
  const errorCode = reader.int16()
  reader.skip(4) // the session: we use none
  const partitions: PartitionResponse[] = []
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string()
    for (let count = reader.int32(); count > 0; count--) partitions.push(decodePartition(reader, topic))
  }
  return { clientSideThrottleTime, errorCode, partitions }
}

function decodePartition(reader: ByteReader, topic: string): PartitionResponse {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const highWatermark = reader.int64()
  const lastStable = reader.int64()
  const logStart = reader.int64()
  const aborted: AbortedTransaction[] = []
  for (let count = reader.int32(); count > 0; count--) aborted.push({ producerId: reader.int64(), firstOffset: reader.int64() })
  reader.skip(4) // the replica that the broker prefers: we name no rack
  return { topic, partition, errorCode, highWatermark, lastStable, logStart, aborted, batches: reader.bytes() }
}
