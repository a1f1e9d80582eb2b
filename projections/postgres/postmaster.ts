import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import type { PostgresBinaries } from './binaries.ts'
import { endProcess } from './end-process.ts'
import { endWithParent, type RunAs } from './run-as.ts'

export interface Postmaster {
  readonly pid: number
  readonly exited: Promise<void>
  stop(): Promise<void>
}

export interface PostmasterOptions {
  readonly binaries: PostgresBinaries
  readonly user: RunAs
  readonly folder: string
  readonly cluster: string
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Starts the server and resolves when it takes connections. What it says goes to `server.log` in the folder. It is a group of its own:
 * Ctrl-C in a terminal reaches this process alone, which then stops the server when it no longer needs it.
 * @throws HS_DATABASE_START with the last lines of the log
 */
export async function spawnPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const postmaster = await attemptStart(options)
    if (postmaster !== undefined) return postmaster
    const said = lastLines(options.folder)
    // After a kill -9 the children of the old server take a moment to notice.
    if (attempt === ATTEMPTS || !said.includes('shared memory block')) {
      throw new HomeostatError('HS_DATABASE_START', { message: `The embedded PostgreSQL did not start: ${said}` })
    }
    await systemClock.sleep(AGAIN_AFTER_MS)
  }
}

/** undefined when the server ended before it was ready */
async function attemptStart(options: PostmasterOptions): Promise<Postmaster | undefined> {
  const { binaries, user, folder, cluster } = options
  const settings = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program = '', ...args] = [...user.prefix, ...endWithParent(), binaries.postgres, '-D', cluster, ...settings]
  const log = openSync(path.join(folder, 'server.log'), 'w', 0o600)
  const child = spawn(program, args, { ...user.ids, cwd: folder, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let ended = false
  const exited = new Promise<void>((resolve) => {
    const finish = () => {
      ended = true
      resolve()
    }
    child.once('exit', finish)
    child.once('error', finish)
  })
  child.unref()
  while (!ended) {
    const pid = child.pid
    if (pid !== undefined && isReady(cluster, pid)) {
      return { pid, exited, stop: async () => void (await Promise.all([endProcess(pid), exited])) }
    }
    await systemClock.sleep(LOOK_EVERY_MS)
  }
  return undefined
}

const ATTEMPTS = 20
const AGAIN_AFTER_MS = 100
const LOOK_EVERY_MS = 5

/** Small and quiet when idle; why commits wait for the disk stands in docs/decisions/0004. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '40',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  wal_compression: 'on',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  bgwriter_delay: '2s',
  wal_writer_delay: '200ms',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** The server keeps its number in the first and its state in the eighth line of its pid file (src/include/utils/pidfile.h). */
function isReady(cluster: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false // not written yet
  }
}

function lastLines(folder: string): string {
  return readFileSync(path.join(folder, 'server.log'), 'utf8').trim().split('\n').slice(-4).join(' ')
}
