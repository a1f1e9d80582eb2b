import { createRequire } from 'node:module'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * What was compressed with Snappy in block format.
 * @param limit  bytes, unpacked; looked at before anything is unpacked
 * @throws HS_REMOTE_WRITE_NOT_SNAPPY, HS_REMOTE_WRITE_TOO_LARGE
 */
export function unpack(body: Buffer, limit: number): Buffer {
  const length = declaredLength(body)
  if (length === undefined) throw notSnappy(body)
  if (length > limit) throw new HomeostatError('HS_REMOTE_WRITE_TOO_LARGE', { value: length, limit })
  try {
    return snappy.uncompress(body, limit)
  } catch (cause) {
    throw notSnappy(body, cause)
  }
}

/** A package without types; what is used of it. */
const snappy: { uncompress(bytes: Buffer, maxLength: number): Buffer } = createRequire(import.meta.url)('snappyjs')

/** A varint of at most five bytes stands first. */
function declaredLength(body: Buffer): number | undefined {
  let length = 0
  for (let i = 0; i < Math.min(5, body.length); i++) {
    length += (body[i] & 0x7f) * 2 ** (7 * i)
    if (body[i] < 0x80) return length
  }
  return undefined
}

function notSnappy(body: Buffer, cause?: unknown): HomeostatError {
  return new HomeostatError('HS_REMOTE_WRITE_NOT_SNAPPY', {
    message: `The ${body.length} bytes of the body are not compressed with Snappy in block format, or are cut off.`,
    value: body.length,
    cause,
  })
}
