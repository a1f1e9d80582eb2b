import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { FrameInput } from '../../schemas/telemetry/validate-frame.ts'
import type { FrameSink } from './source.ts'

export interface TapeRecorder extends FrameSink {
  /** Resolves when everything stands in the file. */
  close(): Promise<void>
}

/**
 * A sink that writes frames as an NDJSON tape (gzip when the name ends in .gz), to be played again: give it to a source and ordinary
 * hours become a file. A file that exists is not overwritten.
 */
export async function tapeRecorder(path: string): Promise<TapeRecorder> {
  const file: WriteStream = createWriteStream(path, { flags: 'wx' })
  await once(file, 'open')
  const gzip = path.endsWith('.gz') ? createGzip() : undefined
  gzip?.pipe(file)
  const head = gzip ?? file
  const done = finished(file)
  // Whoever closes the recorder hears of it; before that, every publish does.
  done.catch(() => {})

  return {
    async publish(frames) {
      if (file.errored) throw file.errored
      const text = frames.map((frame) => `${lineOf(frame)}\n`).join('')
      if (!head.write(text)) await Promise.race([once(head, 'drain'), done])
      return []
    },
    async close() {
      head.end()
      await done
    },
  }
}

function lineOf({ source, at, names, values, labels }: FrameInput): string {
  const metrics = Object.fromEntries(names.map((name, i) => [name, values[i]]))
  return JSON.stringify({ source, at, metrics, labels })
}
