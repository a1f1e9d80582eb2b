import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { WriteOutcome, WriteRequest } from './flush.ts'

export interface GroupCommit {
  /** Resolves when the request is on the disk. */
  submit(request: WriteRequest): Promise<WriteOutcome>
  /** Resolves when all that was submitted is settled. */
  drain(): Promise<void>
}

interface Waiting {
  readonly request: WriteRequest
  readonly resolve: (outcome: WriteOutcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers requests and writes them together. When nothing was written just before, at the next turn of the event loop; under load
 * after a rest as long as the last flush took, at most `longestRestMs`: so a slow disk, whose flush blocks the loop, leaves at
 * least half of the time to everybody else, and its flushes carry more.
 */
export function createGroupCommit(
  write: (requests: readonly WriteRequest[]) => readonly WriteOutcome[],
  clock: Clock,
  longestRestMs: number,
): GroupCommit {
  let queue: Waiting[] = []
  let running: Promise<void> | null = null
  let restUntil = 0

  async function run() {
    while (queue.length > 0) {
      const restMs = Math.min(restUntil - clock.now(), longestRestMs) // the clock may have been set back
      await (restMs < 1 ? clock.pause() : clock.sleep(restMs))
      const began = clock.now()
      flushOnce()
      const ended = clock.now()
      restUntil = ended + ended - began
    }
    running = null
  }

  function flushOnce() {
    const count = countUpTo(queue, FLUSH_BYTES)
    const batch = queue.slice(0, count)
    queue = queue.slice(count)
    try {
      const outcomes = write(batch.map((waiting) => waiting.request))
      for (const [at, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[at]
        if (outcome instanceof HomeostatError) reject(outcome)
        else resolve(outcome)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    submit(request) {
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject })
        running ??= run()
      })
    },
    async drain() {
      while (running !== null) await running
    },
  }
}

/** At least one request, then as many as stay below `limit` bytes. */
function countUpTo(queue: readonly Waiting[], limit: number): number {
  let bytes = 0
  let count = 0
  while (count < queue.length && (count === 0 || bytes < limit)) bytes += requestBytes(queue[count++].request)
  return count
}

function requestBytes(request: WriteRequest): number {
  return request.kind === 'open' ? 0 : request.records.reduce((sum, one) => sum + one.bytes, 0)
}

/** One transaction takes no more than this, so that it blocks the event loop for milliseconds only. */
const FLUSH_BYTES = 4_000_000
