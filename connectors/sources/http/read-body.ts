import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

export interface BodyLimits {
  /** As it came over the wire. */
  readonly sentBytes: number
  /** Once it is decompressed. */
  readonly inflatedBytes: number
}

/**
 * The bytes of a body, decompressed; never more in memory than the limits allow, whatever the sender declares.
 * @throws HS_BODY_TOO_LARGE, HS_BODY_MALFORMED, HS_CONTENT_TYPE_UNSUPPORTED
 */
export async function readBody(
  payload: AsyncIterable<Buffer>,
  encoding: string | undefined,
  limits: BodyLimits,
): Promise<Buffer> {
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip'
  if (!isGzip && encoding !== undefined && encoding !== 'identity') {
    throw new HomeostatError('HS_CONTENT_TYPE_UNSUPPORTED', {
      message: `The body is encoded as ${JSON.stringify(encoding)}; send it plain or as gzip.`,
      value: encoding,
    })
  }
  const sent = await collect(payload, limits.sentBytes)
  return isGzip ? inflate(sent, limits.inflatedBytes) : sent
}

async function collect(payload: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of payload) {
    bytes += chunk.length
    if (bytes > limit) throw new HomeostatError('HS_BODY_TOO_LARGE', { value: bytes, limit })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function inflate(sent: Buffer, limit: number): Promise<Buffer> {
  try {
    return await promisify<Buffer, object, Buffer>(gunzip)(sent, { maxOutputLength: limit })
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new HomeostatError('HS_BODY_TOO_LARGE', {
        message: `The body is more than ${limit} bytes once it is decompressed.`,
        limit,
        cause,
      })
    }
    throw new HomeostatError('HS_BODY_MALFORMED', {
      message: 'The body says that it is gzip and is not, or it is cut off.',
      cause,
    })
  }
}
