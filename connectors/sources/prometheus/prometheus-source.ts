import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { FrameSink, OnTrouble, Source } from '../source.ts'
import { asNamed } from '../web/as-named.ts'
import { everyInstant } from '../web/every-instant.ts'
import { writeFrames } from '../write-frames.ts'
import type { PrometheusClient } from './client.ts'
import { type PollOutcome, poll } from './poll.ts'
import type { PrometheusPlan } from './prometheus-plan.ts'
import type { PrometheusQuery } from './query.ts'

export interface PrometheusSourceOptions {
  readonly plan: PrometheusPlan
  readonly client: PrometheusClient
  readonly clock?: Clock
  /** Told how every instant went, before its frames are written. */
  readonly onPoll?: (outcome: PollOutcome) => void
  /** Told of frames that the log could not take. */
  readonly onTrouble?: OnTrouble
  /** Looks for queries where the plan has none; asked again at every interval until it gives some. Errors are told as those of a poll. */
  readonly findQueries?: (signal: AbortSignal) => Promise<readonly PrometheusQuery[]>
}

/**
 * Asks a Prometheus-compatible server for the value of every query now, one frame for each source that the answers have. Instants lie on
 * whole multiples of the interval by the clock of this machine, and are what the frames are dated with. An instant that could not be
 * asked for is over: the present is worth more than the past. While the server wants to be left alone (Retry-After) it is.
 *
 * Whatever the server does, this goes on until it is stopped or the log is closed.
 */
export function prometheusSource(options: PrometheusSourceOptions): Source {
  const { plan, client, clock = systemClock, onPoll = () => {}, onTrouble = () => {}, findQueries } = options
  const stopping = new AbortController()
  let queries = plan.queries
  let running: Promise<void> = Promise.resolve()

  async function act(sink: FrameSink, at: number): Promise<number> {
    const outcome = await askAll(at)
    if (stopping.signal.aborted) return 0
    onPoll(outcome)
    if (!(await writeFrames(sink, outcome.frames, onTrouble))) stopping.abort()
    return outcome.error?.retryAfterMs ?? 0
  }

  async function askAll(at: number): Promise<PollOutcome> {
    if (queries.length === 0 && findQueries) {
      const signal = AbortSignal.any([AbortSignal.timeout(plan.timeoutMs), stopping.signal])
      try {
        queries = await findQueries(signal)
      } catch (thrown) {
        return { at, tookMs: 0, frames: [], queries: [], error: asNamed(thrown), aheadMs: undefined, cut: 0 }
      }
    }
    return poll(client, { ...plan, at, server: plan.name, queries, stopping: stopping.signal })
  }

  return {
    name: `prometheus ${plan.name}`,

    async start(sink) {
      running = everyInstant({ ...plan, clock, stopping: stopping.signal }, (at) => act(sink, at))
    },

    async stop() {
      stopping.abort()
      await running
      client.close()
    },
  }
}
