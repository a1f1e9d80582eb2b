import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { firstLineOf } from '../support/first-line-of.ts'
import type { RestartTimes } from './streams-restart.ts'

const worker = fileURLToPath(new URL('ours-restart-worker.ts', import.meta.url))

/** Kills Homeostat with -9 when it has folded half of the peers' topic, and takes the time of its restart, twice. */
export async function oursRestart(kafka: string, frames: number, sessionMs: number): Promise<RestartTimes> {
  return { atOnceMs: await restartOnce(0), afterMs: await restartOnce(sessionMs + GIVEN_UP_MS) }

  async function restartOnce(pauseMs: number): Promise<number> {
    const name = `peer-restart-${Date.now()}`
    const first = live(name, Math.floor(frames / 2))
    const ended = new Promise((resolve) => first.on('close', resolve))
    await firstLineOf(first)
    first.kill('SIGKILL')
    await ended
    await systemClock.sleep(pauseMs)
    const began = performance.now()
    const second = live(name, 1)
    await firstLineOf(second)
    const took = performance.now() - began
    second.kill('SIGKILL')
    return took
  }

  function live(name: string, until: number) {
    const args = ['--import', 'tsx', worker, kafka, name, String(sessionMs), String(until)]
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  }
}

/** The broker looks at its members now and then. */
const GIVEN_UP_MS = 2_000
