import type { Headers } from '../log.ts'

/** What a record counts against LARGEST_RECORD_BYTES, `maxBytes` and retention by size: key, value and headers together. */
export function recordBytes(key: Buffer | null, value: Buffer | null, headers: Headers | undefined): number {
  let bytes = (key === null ? 0 : key.length) + (value === null ? 0 : value.length)
  if (headers === undefined || headers === noHeaders) return bytes
  for (const name of Object.keys(headers)) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name])
  return bytes
}

/** Shared by all records without headers, so that reading telemetry allocates none. */
export const noHeaders: Headers = Object.freeze({})
