import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { findRunning } from '../../cli/run-file.ts'

/** A `homeostat up` in a process of its own. */
export interface Up {
  readonly pid: number
  readonly url: string
  /** Ends it in good order. */
  stop(): Promise<void>
}

/** The repository in which this file stands. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Starts an installation on a data folder and waits until its API answers. */
export async function startUp(data: string, options: readonly string[]): Promise<Up> {
  const program = join(ROOT, 'bin', 'homeostat.mjs')
  return whenUp(spawn(process.execPath, [program, 'up', '--data', data, '--port', '0', '--json', ...options], QUIET), data)
}

/** Waits until what was started on the data folder is up. */
export async function whenUp(child: ChildProcess, data: string, withinMs = 300_000): Promise<Up> {
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const giveUpAt = Date.now() + withinMs
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-2_000)
  })
  for (;;) {
    const run = findRunning(data)
    if (run && run.url !== '') {
      const { pid, url } = run
      const stop = async () => {
        process.kill(pid, 'SIGTERM')
        await ended
      }
      return { pid, url, stop }
    }
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill('SIGKILL')
      throw new Error(`The installation has not come up: ${complaint}`)
    }
    await systemClock.sleep(20)
  }
}

const QUIET = { stdio: ['ignore', 'ignore', 'pipe'] } satisfies Parameters<typeof spawn>[2]
