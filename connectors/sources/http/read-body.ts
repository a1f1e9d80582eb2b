import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
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
export async function readBody(payload: Readable, headers: IncomingHttpHeaders, limits: BodyLimits): Promise<Buffer> {
  const encoding = headers['content-encoding']
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip'
  if (!isGzip && encoding !== undefined && encoding !== 'identity') {
    throw new HomeostatError('HS_CONTENT_TYPE_UNSUPPORTED', {
      message: `The body is encoded as ${JSON.stringify(encoding)}; send it plain or as gzip.`,
      value: encoding,
    })
  }
  refuseAbove(limits.sentBytes, Number(headers['content-length'] ?? 0))
  const sent = await collect(payload, limits.sentBytes)
  return isGzip ? inflate(sent, limits.inflatedBytes) : sent
}

async function collect(payload: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  // The stream is the connection: ending it would cut off the answer as well.
  for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    refuseAbove(limit, bytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function refuseAbove(limit: number, bytes: number): void {
  if (bytes > limit) throw new HomeostatError('HS_BODY_TOO_LARGE', { value: bytes, limit })
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
