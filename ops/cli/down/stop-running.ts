import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { isAlive } from '../../../streams/runtime/log/embedded/process-identity.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { findRunning } from '../run-file.ts'

export interface Stopped {
  readonly pid: number
  readonly tookMs: number
}

/**
 * Asks the process that runs on a data folder to stop, and waits until it has. That it is the process of the run file, and not a later one
 * with its number, is known by its start time.
 *
 * @returns undefined when nothing runs
 * @throws HS_STOP_TIMEOUT after 30 s
 */
export async function stopRunning(data: string, force: boolean): Promise<Stopped | undefined> {
  const running = findRunning(data)
  if (running === undefined) return undefined
  const { pid } = running
  const from = Date.now()
  process.kill(pid, force ? 'SIGKILL' : 'SIGTERM')
  while (isAlive(running)) {
    const waited = Date.now() - from
    if (waited > LONGEST_MS) {
      const message = `Process ${pid} has not ended within ${LONGEST_MS / 1000} s.`
      throw new HomeostatError('HS_STOP_TIMEOUT', { value: waited, limit: LONGEST_MS, message })
    }
    await systemClock.sleep(LOOK_MS)
  }
  return { pid, tookMs: Date.now() - from }
}

const LONGEST_MS = 30_000
const LOOK_MS = 25
