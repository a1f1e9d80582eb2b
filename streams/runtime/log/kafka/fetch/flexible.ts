import type { ByteReader } from './byte-reader.ts'

/**
 * The parts of Kafka's flexible encoding (KIP-482) that differ from the plain one: lengths as variable numbers, one too large so that
 * 0 is null, and tagged fields behind every structure, of which we write none and pass over all.
 */
export interface FlexibleWriter {
  int8(value: number): FlexibleWriter
  int16(value: number): FlexibleWriter
  int32(value: number): FlexibleWriter
  int64(value: number): FlexibleWriter
  string(value: string): FlexibleWriter
  array<T>(items: readonly T[], write: (item: T, writer: FlexibleWriter) => void): FlexibleWriter
  noTags(): FlexibleWriter
  bytes(): Buffer
}

export function flexibleWriter(): FlexibleWriter {
  const parts: Buffer[] = []

  function number(bytes: number, write: (buffer: Buffer) => void): FlexibleWriter {
    const buffer = Buffer.allocUnsafe(bytes)
    write(buffer)
    parts.push(buffer)
    return writer
  }

  function length(value: number): FlexibleWriter {
    const bytes: number[] = []
    for (let rest = value; ; rest >>>= 7) {
      bytes.push(rest > 127 ? (rest & 127) | 128 : rest)
      if (rest <= 127) break
    }
    parts.push(Buffer.from(bytes))
    return writer
  }

  const writer: FlexibleWriter = {
    int8: (value) => number(1, (buffer) => buffer.writeInt8(value)),
    int16: (value) => number(2, (buffer) => buffer.writeInt16BE(value)),
    int32: (value) => number(4, (buffer) => buffer.writeInt32BE(value)),
    int64: (value) => number(8, (buffer) => buffer.writeBigInt64BE(BigInt(value))),
    string(value) {
      const bytes = Buffer.from(value)
      length(bytes.length + 1)
      parts.push(bytes)
      return writer
    },
    array(items, write) {
      length(items.length + 1)
      for (const item of items) write(item, writer)
      return writer
    },
    noTags: () => length(0),
    bytes: () => Buffer.concat(parts),
  }
  return writer
}

/** Empty for null. */
export function readString(reader: ByteReader): string {
  const bytes = Math.max(readLength(reader) - 1, 0)
  return reader.view(bytes).toString('utf8')
}

export function readArray<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  const items: T[] = []
  for (let count = readLength(reader) - 1; count > 0; count--) items.push(read(reader))
  return items
}

export function skipTags(reader: ByteReader): void {
  readTags(reader)
}

/** The bytes of each tagged field, by its number. */
export function readTags(reader: ByteReader): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let count = readLength(reader); count > 0; count--) {
    const tag = readLength(reader)
    fields.set(tag, reader.view(readLength(reader)))
  }
  return fields
}

function readLength(reader: ByteReader): number {
  let value = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.uint8()
    value += (byte & 127) * 2 ** shift
    if (byte < 128) break
  }
  return value
}
