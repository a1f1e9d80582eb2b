import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { TaskObserver } from '../task/observer.ts'

/**
 * Runs a task and ends it with HS_TASK_STUCK when it has shown no sign of life (no completed read, no progress of a restore) for
 * `stuckMs`. Lag is no reason: a task that is behind but reads is alive. Nor is a pause of the whole process.
 */
export async function withWatchdog<T>(
  stuckMs: number,
  clock: Clock,
  observer: TaskObserver,
  signal: AbortSignal,
  run: (observer: TaskObserver, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController()
  const stop = () => inner.abort()
  signal.addEventListener('abort', stop)
  let lastAlive = clock.now()
  const watched: TaskObserver = {
    phase: (phase) => observer.phase(phase),
    opened: (how) => observer.opened?.(how),
    restoring: (share) => observer.restoring(share),
    committed: (report) => observer.committed(report),
    advanced: (position, buffered) => observer.advanced(position, buffered),
    waitedFor: (input) => observer.waitedFor?.(input),
    called: (processor, milliseconds) => observer.called?.(processor, milliseconds),
    failed: (error, retryInMs) => observer.failed(error, retryInMs),
    alive() {
      lastAlive = clock.now()
      observer.alive()
    },
  }
  const over = new AbortController()
  const bark = async (): Promise<undefined> => {
    while (!over.signal.aborted) {
      const restMs = stuckMs / 4
      const restFrom = clock.now()
      await clock.sleep(restMs, over.signal)
      // The whole process stood still (stopped, suspended) or the clock was set: the task had no chance to show that it lives.
      if (clock.now() - restFrom > 2 * restMs) lastAlive = clock.now()
      const silentMs = clock.now() - lastAlive
      if (over.signal.aborted || silentMs < stuckMs) continue
      inner.abort()
      throw new HomeostatError('HS_TASK_STUCK', { value: silentMs, limit: stuckMs })
    }
    return undefined
  }
  try {
    if (signal.aborted) inner.abort()
    const task = run(watched, inner.signal)
    task.catch(() => {}) // when the watchdog barks first, what the task says later is of no use
    return await Promise.race([task, bark().then(() => task)])
  } finally {
    over.abort()
    signal.removeEventListener('abort', stop)
  }
}
