import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * The whole body as text, decompressed where it is compressed.
 *
 * @param limit  bytes, decompressed
 * @throws HS_PROM_ANSWER_TOO_LARGE, HS_PROM_ANSWER_BROKEN when it ends in the middle, and what keeps it from being read
 */
export async function readBody(response: IncomingMessage, limit: number): Promise<string> {
  const gzip = response.headers['content-encoding'] === 'gzip'
  const stream = gzip ? response.pipe(createGunzip()) : response
  if (gzip) response.once('error', (error) => stream.destroy(error))
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream) {
      bytes += chunk.length
      if (bytes > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
  } catch (error) {
    response.destroy()
    if (!isCutShort(error)) throw error
    throw new HomeostatError('HS_PROM_ANSWER_BROKEN', {
      message: `The answer ended after ${bytes} bytes, in the middle.`,
      value: bytes,
      cause: error,
    })
  }
  return Buffer.concat(chunks).toString('utf8')
}

function tooLarge(limit: number): HomeostatError {
  return new HomeostatError('HS_PROM_ANSWER_TOO_LARGE', {
    message: `The answer is longer than the ${limit} bytes that are read of one query.`,
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
