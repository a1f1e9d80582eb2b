import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * The bytes of a file, decompressed when it is gzip (told by its first bytes, not by its name). Errors come out of the stream.
 *
 * @param maxBytes of the decompressed tape: what is behind it is refused with HS_TAPE_TOO_LARGE
 * @throws HS_TAPE_UNREADABLE
 */
export async function openTape(path: string, maxBytes: number): Promise<Readable> {
  const isGzip = await startsAsGzip(path)
  const stages = [createReadStream(path, { highWaterMark: 1 << 18 }), ...(isGzip ? [createGunzip()] : []), limited(maxBytes)]
  const last = stages[stages.length - 1]
  pipeline(stages, (error) => {
    // The pipeline has destroyed the last stage with this error already; its reader gets it.
    if (error && !last.destroyed) last.destroy(error)
  })
  return last
}

async function startsAsGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** Names the file and what the system said of it. */
export function unreadable(path: string, cause: unknown): HomeostatError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new HomeostatError('HS_TAPE_UNREADABLE', { message: `The tape ${path} cannot be read: ${reason}.`, value: path, cause })
}

function limited(maxBytes: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= maxBytes) return done(null, chunk)
      done(new HomeostatError('HS_TAPE_TOO_LARGE', { value: bytes, limit: maxBytes }))
    },
  })
}
