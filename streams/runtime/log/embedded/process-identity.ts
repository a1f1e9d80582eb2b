import { readFileSync } from 'node:fs'

/** Tells one process from every other, also from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Kernel ticks from boot to its start; empty where /proc does not tell. */
  readonly started: string
  /** Id of the boot; empty where /proc does not tell. */
  readonly boot: string
}

export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid)
}

/** Of a process that runs now. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid)?.started ?? '', boot: bootId() }
}

/** Whether that very process still runs; one that has ended but was not yet collected by its parent does not. */
export function isAlive({ pid, started, boot }: ProcessIdentity): boolean {
  if (boot !== bootId() || !exists(pid)) return false
  const now = startOf(pid)
  if (now === null) return true
  return now.state !== 'Z' && (started === '' || started === now.started)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it runs, but belongs to somebody else
  }
}

/** State and start time from /proc/PID/stat (proc(5), fields 3 and 22); the name before them may hold blanks and brackets. */
function startOf(pid: number): { state: string; started: string } | null {
  const stat = readOr(`/proc/${pid}/stat`, '')
  if (stat === '') return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0], started: fields[19] }
}

function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', '').trim()
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
