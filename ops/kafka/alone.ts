import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isAlive, ownIdentity, type ProcessIdentity } from '../../streams/runtime/log/embedded/process-identity.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'

/**
 * Does `work` while no other process does work under the same lock; the lock of a process that has ended counts for nothing.
 * @param lock path of the lock file; its folder is made
 * @param waiting told once, when another process has it
 */
export async function alone<T>(lock: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lock), { recursive: true })
  let told = false
  while (!take(lock)) {
    const holder = holderOf(lock)
    if (holder === undefined) continue // released meanwhile
    if (!isAlive(holder)) {
      dropStale(lock, holder)
      continue
    }
    if (!told) waiting(holder.pid)
    told = true
    await systemClock.sleep(LOOK_AGAIN_MS)
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const LOOK_AGAIN_MS = 100

/** Writes the lock beside its place and links it there, so that it is never seen half written. */
function take(lock: string): boolean {
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, JSON.stringify(ownIdentity()))
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function holderOf(lock: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'))
  } catch {
    return undefined // gone meanwhile
  }
}

/** Moves the lock of an ended process away; when another was faster and this is already the new lock, gives that back. */
function dropStale(lock: string, holder: ProcessIdentity): void {
  const aside = `${lock}.${process.pid}.stale`
  try {
    renameSync(lock, aside)
    const moved: ProcessIdentity = JSON.parse(readFileSync(aside, 'utf8'))
    if (moved.pid === holder.pid && moved.started === holder.started) rmSync(aside)
    else renameSync(aside, lock)
  } catch {
    // another process moved it first: the next round sees what is there now
  }
}
