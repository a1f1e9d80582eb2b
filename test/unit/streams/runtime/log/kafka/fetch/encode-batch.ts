import { createRequire } from 'node:module'

export interface PlainRecord {
  readonly offsetDelta: number
  readonly timestampDelta: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

export interface BatchOptions {
  readonly firstOffset: number
  /** 1 is gzip, the one codec that kafkajs has. */
  readonly compression?: number
  readonly lastOffsetDelta?: number
  readonly firstTimestamp?: number
  readonly maxTimestamp?: number
  readonly producerId?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
  readonly isStampedByLog?: boolean
}

/** A record batch as kafkajs's producer encodes it, with the bits that only a broker sets. */
export async function encodeBatch(records: readonly PlainRecord[], options: BatchOptions): Promise<Buffer> {
  const encoded = await RecordBatch({
    compression: options.compression ?? 0,
    firstOffset: options.firstOffset,
    firstTimestamp: options.firstTimestamp ?? 1_000,
    maxTimestamp: options.maxTimestamp ?? 2_000,
    lastOffsetDelta: options.lastOffsetDelta ?? Math.max(0, ...records.map((record) => record.offsetDelta)),
    transactional: options.isTransactional ?? false,
    producerId: options.producerId ?? -1,
    records: records.map((record) => Record({ ...record })),
  })
  const buffer = Buffer.from(encoded.buffer)
  buffer[22] |= (options.isControl ? 0x20 : 0) | (options.isStampedByLog ? 0x08 : 0)
  return buffer
}

export function plainRecord(offsetDelta: number, value: string): PlainRecord {
  return { offsetDelta, timestampDelta: 0, key: null, value: Buffer.from(value), headers: {} }
}

/** The marker with which a transaction ends. */
export function encodeMarker(kind: 'abort' | 'commit', firstOffset: number, producerId: number): Promise<Buffer> {
  const key = Buffer.from([0, 0, 0, kind === 'abort' ? 0 : 1])
  const marker = { offsetDelta: 0, timestampDelta: 0, key, value: Buffer.alloc(6), headers: {} }
  return encodeBatch([marker], { firstOffset, producerId, isTransactional: true, isControl: true })
}

/** kafkajs is pinned; a test holds its version. */
const load = createRequire(import.meta.url)
const { RecordBatch }: { RecordBatch(options: object): Promise<{ buffer: Buffer }> } = load('kafkajs/src/protocol/recordBatch/v0')
const Record: (options: object) => object = load('kafkajs/src/protocol/recordBatch/record/v0')
