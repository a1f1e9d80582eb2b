import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'

/** Kafka's plain types, one after the other, big-endian; what ends too soon is HS_BATCH_CORRUPT. */
export interface ByteReader {
  uint8(): number
  int16(): number
  int32(): number
  int64(): number
  /** Empty for null. */
  string(): string
  /** A view; empty for null. */
  bytes(): Buffer
  /** The next so many bytes. */
  view(bytes: number): Buffer
  skip(bytes: number): void
}

export function byteReader(buffer: Buffer): ByteReader {
  let at = 0

  function pass(bytes: number): number {
    const from = at
    at += bytes
    if (at > buffer.length) throw tooShort(buffer.length, at)
    return from
  }

  const reader: ByteReader = {
    uint8: () => buffer[pass(1)],
    int16: () => buffer.readInt16BE(pass(2)),
    int32: () => buffer.readInt32BE(pass(4)),
    int64: () => readInt64(buffer, pass(8)),
    string() {
      const length = Math.max(reader.int16(), 0)
      const from = pass(length)
      return buffer.toString('utf8', from, from + length)
    },
    bytes() {
      const length = Math.max(reader.int32(), 0)
      const from = pass(length)
      return buffer.subarray(from, from + length)
    },
    view(bytes) {
      const from = pass(bytes)
      return buffer.subarray(from, from + bytes)
    },
    skip: pass,
  }
  return reader
}

/** Exact up to 2^53: offsets, times and producer ids stay far below it. */
export function readInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 4_294_967_296 + buffer.readUInt32BE(at + 4)
}

function tooShort(length: number, needed: number): HomeostatError {
  return new HomeostatError('HS_BATCH_CORRUPT', {
    value: length,
    limit: needed,
    message: `An answer of the broker ends after ${length} bytes, before what it announces.`,
  })
}
