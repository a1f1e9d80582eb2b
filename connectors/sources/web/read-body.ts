import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { WebCodes } from './web-codes.ts'

/**
 * The whole body as text, decompressed where it is compressed.
 *
 * @param limit  bytes, decompressed
 * @throws HomeostatError with the codes for an answer that is too large or ends in the middle, and what keeps it from being read
 */
export async function readBody(response: IncomingMessage, limit: number, codes: WebCodes): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of bodyOf(response, limit, codes)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The same, piece by piece as it comes. */
export async function* bodyOf(response: IncomingMessage, limit: number, codes: WebCodes): AsyncGenerator<Buffer, void> {
  const gzip = response.headers['content-encoding'] === 'gzip'
  const stream = gzip ? response.pipe(createGunzip()) : response
  if (gzip) response.once('error', (error) => stream.destroy(error))
  let bytes = 0
  try {
    for await (const chunk of stream) {
      bytes += chunk.length
      if (bytes > limit) throw tooLarge(limit, codes)
      yield chunk
    }
  } catch (error) {
    if (!isCutShort(error)) throw error
    throw new HomeostatError(codes.broken, {
      message: `The answer ended after ${bytes} bytes, in the middle.`,
      value: bytes,
      cause: error,
    })
  } finally {
    response.destroy()
  }
}

function tooLarge(limit: number, codes: WebCodes): HomeostatError {
  return new HomeostatError(codes.tooLarge, {
    message: `The answer is longer than the ${limit} bytes that are read of one.`,
    value: `> ${limit}`,
    limit,
  })
}

function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && broken.has(error.code)
}

const broken = new Set<unknown>([
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
  'HPE_INVALID_CHUNK_SIZE',
])
