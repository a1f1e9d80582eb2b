import { malformed } from './malformed.ts'

/** Confluent's wire format: a zero byte, the schema id as four bytes (big-endian), then the Avro body. */
export const HEADER_BYTES = 5

export function writeHeader(target: Uint8Array, schemaId: number): void {
  target[0] = 0
  target[1] = schemaId >>> 24
  target[2] = schemaId >>> 16
  target[3] = schemaId >>> 8
  target[4] = schemaId
}

/** The schema id; -1 when the bytes do not begin with a header. */
export function peekSchemaId(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0) return -1
  return ((bytes[1] << 24) | (bytes[2] << 16) | (bytes[3] << 8) | bytes[4]) >>> 0
}

/** @throws HS_RECORD_MALFORMED */
export function schemaIdOf(bytes: Uint8Array): number {
  const id = peekSchemaId(bytes)
  if (id < 0) throw malformed('it does not begin with a zero byte and a schema id', 0)
  return id
}
