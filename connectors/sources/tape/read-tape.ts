import { basename } from 'node:path'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { openTape, unreadable } from './open-tape.ts'
import { readCsv } from './read-csv.ts'
import { readNdjson } from './read-ndjson.ts'
import type { TapeRow } from './tape-row.ts'

export type TapeFormat = 'csv' | 'ndjson'

export interface ReadTapeOptions {
  /** Default: what the name of the file says. */
  readonly format?: TapeFormat | undefined
  /** Of rows that name none; default the name of the file without its endings. */
  readonly source?: string | undefined
  /** Of the decompressed tape; default 16 GB. */
  readonly maxBytes?: number | undefined
}

/**
 * The rows of a tape in the order of the file, in bounded memory.
 * @throws HS_TAPE_UNREADABLE, HS_TAPE_FORMAT_UNKNOWN, HS_TAPE_TOO_LARGE, HS_TAPE_MALFORMED (when reading cannot go on behind it)
 */
export async function* readTape(path: string, options: ReadTapeOptions = {}): AsyncGenerator<TapeRow> {
  const format = options.format ?? formatOf(path)
  const source = options.source ?? tapeName(path).replace(/\.[^.]+$/, '')
  const bytes = await openTape(path, options.maxBytes ?? 16e9)
  try {
    yield* format === 'csv' ? readCsv(bytes, source) : readNdjson(bytes, source)
  } catch (error) {
    throw error instanceof HomeostatError ? error : unreadable(path, error)
  } finally {
    bytes.destroy()
  }
}

/** The name of the file without the folder and without .gz: the tape is the same when it is moved or compressed. */
export function tapeName(path: string): string {
  return basename(path).replace(/\.gz$/i, '')
}

function formatOf(path: string): TapeFormat {
  const name = tapeName(path).toLowerCase()
  if (name.endsWith('.csv')) return 'csv'
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl')) return 'ndjson'
  throw new HomeostatError('HS_TAPE_FORMAT_UNKNOWN', { value: path })
}
