import { hostname } from 'node:os'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { FrameSink, OnTrouble, Source } from '../source.ts'
import { type HostSampler, hostSampler } from './host-sampler.ts'

export interface HostSourceOptions {
  /** Names the source; default the host name. */
  readonly source?: string
  /** Such as the region. */
  readonly labels?: Readonly<Record<string, string>>
  /** Milliseconds from one sample to the next; default 1000. */
  readonly everyMs?: number
  readonly sample?: HostSampler
  readonly clock?: Clock
  /** Told of every sample that could not be written. */
  readonly onTrouble?: OnTrouble
}

/**
 * Watches this machine. Samples lie on whole multiples of the interval by the wall clock, so they do not drift; what falls into a pause
 * of the process (stopped, suspended, blocked) is not made up, and the rates of the next sample are over the whole pause.
 *
 * A sample that the log cannot take (HS_INGEST_BUSY, HS_DISK_FULL) is given up and reported: the present is worth more than the past.
 * When the log is closed the source ends.
 */
export function hostSource(options: HostSourceOptions = {}): Source {
  const { source = hostname(), labels = {}, everyMs = 1000, clock = systemClock, onTrouble = () => {} } = options
  const sample = options.sample ?? hostSampler()
  const stopping = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  let running: Promise<void> = Promise.resolve()

  async function run(sink: FrameSink): Promise<void> {
    let lastAt: number | undefined
    while (!stopping.signal.aborted) {
      const at = Math.floor(clock.now() / everyMs) * everyMs
      if (at !== lastAt) await measure(sink, at)
      lastAt = at
      await clock.sleep(Math.max(1, at + everyMs - clock.now()), stopping.signal)
    }
  }

  async function measure(sink: FrameSink, at: number): Promise<void> {
    try {
      const written = sink.publish([{ source, at, ...(await sample()), labels }])
      const settled = written.catch(giveUp).finally(() => underWay.delete(settled))
      underWay.add(settled)
    } catch (error) {
      giveUp(error)
    }
  }

  function giveUp(error: unknown): void {
    onTrouble(error, 1)
    if (codeOf(error) === 'HS_LOG_CLOSED') stopping.abort()
  }

  return {
    name: `host ${source}`,

    async start(sink) {
      await sample() // Rates need a first look; so every frame that is written has all of them.
      await clock.sleep(everyMs - (clock.now() % everyMs), stopping.signal)
      running = run(sink)
    },

    async stop() {
      stopping.abort()
      await running
      await Promise.all(underWay)
    },
  }
}
