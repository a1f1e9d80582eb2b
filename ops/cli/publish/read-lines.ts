import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * The lines of a file, or of stdin for `-`.
 * @throws HS_FILE_UNREADABLE
 */
export async function readLines(file: string): Promise<AsyncIterable<string>> {
  return linesOf(file === '-' ? process.stdin : await openFile(file))
}

/** Begins with the first line that is asked for: an interface that is made earlier loses what comes before it is iterated. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
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
