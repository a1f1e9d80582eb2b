import { systemClock } from '../../streams/runtime/ports/clock.ts'

/** Ends a PostgreSQL server: fast shutdown (SIGINT), then immediate (SIGQUIT), then by force, each when the one before took 5 s. */
export async function endProcess(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!send(pid, signal)) return
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
      if (!isAlive(pid)) return
      await systemClock.sleep(LOOK_EVERY_MS)
    }
  }
}

const PATIENCE_MS = 5_000
const LOOK_EVERY_MS = 10

export function isAlive(pid: number): boolean {
  return send(pid, 0)
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // no such process, or not ours: nothing to end
  }
}
