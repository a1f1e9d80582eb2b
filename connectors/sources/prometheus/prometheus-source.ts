import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { FrameSink, OnTrouble, Source } from '../source.ts'
import { asNamed } from './as-named.ts'
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

  async function run(sink: FrameSink): Promise<void> {
    let lastAt: number | undefined
    let notBefore = Number.NEGATIVE_INFINITY
    while (!stopping.signal.aborted) {
      const at = Math.floor((clock.now() - plan.delayMs) / plan.everyMs) * plan.everyMs
      if (at !== lastAt && clock.now() >= notBefore) {
        const outcome = await askAll(at)
        if (stopping.signal.aborted) return
        onPoll(outcome)
        await write(sink, outcome.frames)
        notBefore = clock.now() + (outcome.error?.retryAfterMs ?? 0)
      }
      lastAt = at
      const next = at + plan.everyMs + plan.delayMs
      await clock.sleep(Math.max(1, next - clock.now()), stopping.signal)
    }
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

  async function write(sink: FrameSink, frames: readonly FrameInput[]): Promise<void> {
    for (let from = 0; from < frames.length; from += FRAMES_AT_ONCE) {
      const batch = frames.slice(from, from + FRAMES_AT_ONCE)
      try {
        await sink.publish(batch)
      } catch (error) {
        onTrouble(error, batch.length)
        if (codeOf(error) === 'HS_LOG_CLOSED') stopping.abort()
      }
    }
  }

  return {
    name: `prometheus ${plan.name}`,

    async start(sink) {
      running = run(sink)
    },

    async stop() {
      stopping.abort()
      await running
      client.close()
    },
  }
}

/** Far below what may be on its way into the log at once. */
const FRAMES_AT_ONCE = 2_000
