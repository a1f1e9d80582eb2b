import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Position } from '../../streams/runtime/log/log.ts'

/** How far a reader has come in a log; the next offset of each partition. */
export interface PositionFile {
  /** Empty at first, and for a log with another id. */
  read(logId: string): readonly Position[]
  /** The old ones are there until the new ones are whole. */
  write(logId: string, positions: readonly Position[]): void
}

/** @throws HS_FILE_UNREADABLE from `read` and `write` */
export function positionFile(path: string): PositionFile {
  const failed = (cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    return new HomeostatError('HS_FILE_UNREADABLE', { value: path, message: `${path}: ${why}.`, cause })
  }
  return {
    read(logId) {
      try {
        const { log, positions } = JSON.parse(readFileSync(path, 'utf8')) as { log: string; positions: Position[] } // our own file
        return log === logId ? positions : []
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
        throw failed(cause)
      }
    },
    write(logId, positions) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        writeFileSync(`${path}.new`, JSON.stringify({ log: logId, positions }), { mode: 0o600 })
        renameSync(`${path}.new`, path)
      } catch (cause) {
        throw failed(cause)
      }
    },
  }
}
