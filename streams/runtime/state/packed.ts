import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/** The parts one behind the other, deflated (RFC 1951) as fast as it goes: the states of a key repeat each other, so that half remains. */
export function pack(parts: readonly Buffer[]): Buffer {
  return deflateRawSync(Buffer.concat(parts), { level: 1 })
}

/**
 * The parts again.
 *
 * @param sizes  bytes of each part
 * @throws HS_RECORD_MALFORMED when they do not come out of it
 */
export function unpack(packed: Buffer, sizes: readonly number[]): Buffer[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const bytes = inflated(packed, total)
  if (bytes.length !== total) throw new HomeostatError('HS_RECORD_MALFORMED', { value: bytes.length, limit: total })
  let at = 0
  return sizes.map((size) => {
    at += size
    return bytes.subarray(at - size, at)
  })
}

function inflated(packed: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch (cause) {
    throw new HomeostatError('HS_RECORD_MALFORMED', { message: 'The state of a snapshot cannot be unpacked.', cause })
  }
}
