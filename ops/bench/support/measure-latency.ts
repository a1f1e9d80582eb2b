import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { ask, publish } from './ask.ts'
import { caughtUp } from './caught-up.ts'
import type { Figure, Findings } from './figure.ts'
import { percentile } from './median.ts'
import { inScratchFolder } from './scratch-folder.ts'
import { openSignalStream, type SignalStream } from './signal-stream.ts'
import { asJson, syntheticFrame } from './synthetic-frames.ts'
import { startUp } from './up.ts'

const SAMPLES_TO_LEARN = 122
const ALARMING = 100_000

export interface LatencySizes {
  readonly probes: number
  readonly sources: number
  readonly metrics: number
}

/**
 * From POST /telemetry of the frame that makes an alarm to the signal in GET /signals/stream, which a client is told only when the row can
 * be read; alone, and while a fleet reports.
 *
 * @param options  of `homeostat up`
 * @param barMs    for the 99th percentile
 */
export function measureLatency(
  { probes, sources, metrics }: LatencySizes,
  options: readonly string[],
  barMs: number,
  say: (line: string) => void,
): Promise<Findings> {
  return inScratchFolder(async (folder) => {
    const up = await startUp(folder, ['--no-host', ...options])
    const stream = await openSignalStream(up.url)
    try {
      for (const quiet of [true, false]) await teach(`${up.url}`, probesOf(quiet))
      await caughtUp(up.url)
      say('every probe has learned')
      const alone = await measure(up.url, stream, probesOf(true))
      const stop = new AbortController()
      const load = keepPublishing(up.url, sources, metrics, stop.signal)
      const loaded = await measure(up.url, stream, probesOf(false))
      stop.abort()
      const behind = await load
      return {
        load: `${probes} frames, each the alarm of a source of its own; the load is ${sources} sources × ${metrics} metrics once a second (${behind} of its requests were late)`,
        figures: [...figures('sample to API, alone', alone, barMs), ...figures('sample to API, under load', loaded, barMs)],
      }
    } finally {
      stream.close()
      await up.stop()
    }

    function probesOf(quiet: boolean): string[] {
      return Array.from({ length: probes }, (_, n) => `${quiet ? 'alone' : 'loaded'}-${n}`)
    }
  })
}

/** Brings every source to the last frame before its alarm: two frames beyond the threshold make one. */
async function teach(url: string, names: readonly string[]): Promise<void> {
  const from = Date.now() - (SAMPLES_TO_LEARN + 2) * 1_000
  for (let n = 0; n < SAMPLES_TO_LEARN; n++) {
    await publish(
      url,
      names.map((source) => frameOf(source, from + n * 1_000, 100 + (n % 3))),
    )
  }
  await publish(
    url,
    names.map((source) => frameOf(source, from + SAMPLES_TO_LEARN * 1_000, ALARMING)),
  )
}

function frameOf(source: string, at: number, level: number): object {
  return { source, at, metrics: { level } }
}

async function measure(url: string, stream: SignalStream, names: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (const source of names) {
    const seen = stream.firstOf(source)
    const began = performance.now()
    await publish(url, [frameOf(source, Date.now(), ALARMING)])
    took.push((await seen) - began)
    const { signals } = await ask<{ signals: unknown[] }>(`${url}/signals?source=${source}`)
    if (signals.length === 0) throw new Error(`GET /signals does not have the signal of ${source}, of which the stream has told`)
    await systemClock.sleep((took.length * 37) % 200) // so that probes fall anywhere between two commits
  }
  return took
}

/** A tenth of the sources every 100 ms; tells how many requests were still under way when the next was due. */
async function keepPublishing(url: string, sources: number, metrics: number, signal: AbortSignal): Promise<number> {
  const fleet = { sources, metrics, everyMs: 1_000, from: Date.now() }
  const share = Math.ceil(sources / 10)
  let late = 0
  for (let n = 0; !signal.aborted; n += share) {
    const due = fleet.from + (n / sources) * 1_000
    const waitMs = due - Date.now()
    if (waitMs < -100) late++
    await systemClock.sleep(Math.max(0, waitMs), signal)
    const frames = Array.from({ length: share }, (_, index) => syntheticFrame(fleet, n + index))
    await publish(url, frames.map(asJson))
  }
  return late
}

function figures(what: string, took: readonly number[], barMs: number): Figure[] {
  const at = (share: number) => [percentile(took, share)]
  return [
    { what: `${what}, p50`, rounds: at(0.5), unit: 'ms' },
    { what: `${what}, p95`, rounds: at(0.95), unit: 'ms' },
    { what: `${what}, p99`, rounds: at(0.99), unit: 'ms', bar: { atMost: barMs } },
  ]
}
