import { statfsSync } from 'node:fs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

/**
 * Refuses a write that the disk may have no room for, before LMDB tries it: when a write of its own fails, the package lmdb (3.5,
 * `mdb_page_flush`) writes its message beyond the end of a buffer, and the process may end or go on with a damaged memory.
 *
 * @param bytes    what is to be written; the tree around it is part of the reserve
 * @param reserve  must be left over; less for what keeps the log in order than for what makes it grow
 * @throws HS_DISK_FULL
 */
export function ensureSpace(folder: string, bytes: number, reserve: number): void {
  const { bavail, bsize, blocks } = statfsSync(folder)
  const free = bavail * bsize
  const needed = reserve + BYTES_A_BYTE * bytes
  if (blocks === 0 || free >= needed) return // some file systems do not say how large they are
  throw new HomeostatError('HS_DISK_FULL', {
    value: free,
    limit: needed,
    message: `The disk that holds ${folder} has ${free} bytes left; ${needed} are needed.`,
  })
}

/** For records. */
export const GROWTH_RESERVE_BYTES = 2_000_000
/** For opening, retention and compaction, which therefore still work when records are refused. */
export const UPKEEP_RESERVE_BYTES = 1_000_000

/** Pages are not full, and those above a changed page are written anew. */
const BYTES_A_BYTE = 2
