import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * The lines of a file, or of stdin for `-`; those read so far when it is interrupted, also while it waits for more.
 * @throws HS_FILE_UNREADABLE
 */
export async function readLines(file: string, interrupted: AbortSignal): Promise<AsyncIterable<string>> {
  return linesOf(file === '-' ? process.stdin : await openFile(file), interrupted)
}

/** Begins with the first line that is asked for: an interface that is made earlier loses what comes before it is iterated. */
async function* linesOf(input: Readable, signal: AbortSignal): AsyncGenerator<string> {
  yield* createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY })
}

async function openFile(file: string) {
  try {
    const handle = await open(file)
    if ((await handle.stat()).isDirectory()) throw new Error('it is a folder')
    return createReadStream('', { fd: handle })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HomeostatError('HS_FILE_UNREADABLE', { value: file, message: `${file} cannot be read: ${why}.`, cause })
  }
}
