import { type Clock, systemClock } from '../../ports/clock.ts'
import { type Failpoint, noFailpoint } from '../../ports/failpoint.ts'
import type { Log } from '../log.ts'
import { openForReading } from './open-for-reading.ts'
import { openForWriting } from './open-for-writing.ts'
import { storageError } from './storage-error.ts'

export interface EmbeddedLogOptions {
  /** Beside a process that writes: sees what it has committed, refuses to write. */
  readonly readOnly?: boolean
  /** Only for a new log; one that exists keeps its id. Default: a random UUID. */
  readonly id?: string
  /** Rests and waits are measured with it; default: the system's. */
  readonly clock?: Clock
  /** Arrival time, milliseconds since 1970; default: the clock's. */
  readonly now?: () => number
  readonly failpoint?: Failpoint
  /** The longest rest between two flushes under load, milliseconds; default 50. */
  readonly groupCommitMs?: number
}

/**
 * A durable log in a folder, for one writing process: LMDB, batches as values, one transaction and one fsync for everything that
 * comes together. Do not change the buffers of a record before its promise has settled.
 *
 * @throws HS_LOG_LOCKED, HS_LOG_MISSING (read-only), HS_DATA_FORMAT_NEWER, HS_DISK_FULL, HS_LOG_FAILED
 */
export async function openEmbeddedLog(folder: string, options: EmbeddedLogOptions = {}): Promise<Log> {
  const {
    readOnly = false,
    id,
    clock = systemClock,
    now = () => clock.now(),
    failpoint = noFailpoint,
    groupCommitMs = 50,
  } = options
  try {
    return readOnly ? openForReading(folder, clock) : await openForWriting(folder, { id, clock, now, failpoint, groupCommitMs })
  } catch (error) {
    throw storageError(error)
  }
}
