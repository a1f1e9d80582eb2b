import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, ownIdentity, type ProcessIdentity } from '../../streams/runtime/log/embedded/process-identity.ts'

/** What a running `up` says of itself in its data folder. */
export interface RunFile extends ProcessIdentity {
  /** Address of the API; empty while it starts. */
  readonly url: string
  /** When it was started, milliseconds since 1970. */
  readonly startedAt: number
}

export const RUN_FILE = 'up.json'

/** Writes the file of this process, for its owner alone, whole or not at all. */
export function writeRunFile(data: string, url: string, startedAt: number): void {
  const file = join(data, RUN_FILE)
  const run: RunFile = { ...ownIdentity(), url, startedAt }
  writeFileSync(`${file}.new`, `${JSON.stringify(run)}\n`, { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
}

/** What runs on this data folder; undefined when nothing does, also when the file was left by a process that was killed. */
export function findRunning(data: string): RunFile | undefined {
  const run = readRunFile(data)
  return run && isAlive(run) ? run : undefined
}

/** Removes the file if it is that of this process, or of one that was killed. */
export function removeRunFile(data: string): void {
  const running = findRunning(data)
  if (running === undefined || running.pid === process.pid) rmSync(join(data, RUN_FILE), { force: true })
}

function readRunFile(data: string): RunFile | undefined {
  try {
    const run: unknown = JSON.parse(readFileSync(join(data, RUN_FILE), 'utf8'))
    return isRunFile(run) ? run : undefined
  } catch {
    return undefined // none, or not ours: both mean that nothing is known to run
  }
}

function isRunFile(run: unknown): run is RunFile {
  if (typeof run !== 'object' || run === null) return false
  const { pid, started, boot, url, startedAt } = run as Record<string, unknown> // every field is looked at below
  const texts = [started, boot, url].every((text) => typeof text === 'string')
  return texts && Number.isInteger(pid) && Number(pid) > 1 && typeof startedAt === 'number'
}
