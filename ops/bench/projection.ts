import { Registry } from 'prom-client'
import { createApi } from '../../projections/api/create-api.ts'
import { signalFeed } from '../../projections/api/signal-feed.ts'
import { series } from '../../projections/models/series.ts'
import { signals } from '../../projections/models/signals.ts'
import { connect } from '../../projections/postgres/connect.ts'
import { startPostgres } from '../../projections/postgres/start-postgres.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { type ProjectionListener, projection } from '../../projections/runner/projection.ts'
import { postgresStore } from '../../projections/store/postgres.ts'
import { catalogue, InsightSignals, SystemTelemetryRaw } from '../../schemas/topics.ts'
import { createMemoryLog } from '../../streams/runtime/log/memory/memory-log.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { benchmark } from './support/benchmark.ts'
import { spent } from './support/cpu.ts'
import type { Bar, Figure } from './support/figure.ts'
import { percentile } from './support/median.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { useOfTree } from './support/process-tree.ts'
import { ask, measureQuestion } from './support/questions.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { type Fleet, syntheticFrame } from './support/synthetic-frames.ts'
import { syntheticSignal } from './support/synthetic-signals.ts'

// `homeostat bench projection`: signals into a real PostgreSQL, how soon one is visible, how long questions take, frames into series.

const SIZES = { signals: 300_000, frames: 20_000, seconds: 21_600, samples: 300 }

await benchmark(SIZES, (sizes) => inScratchFolder((folder) => measureAll(folder, sizes)))

async function measureAll(folder: string, { signals: count, frames, seconds, samples }: typeof SIZES) {
  const fleet = { sources: 200, metrics: 50, everyMs: 15_000, from: 1_700_000_000_000 }
  const figures: Figure[] = []
  const postgres = await startPostgres(folder)
  const database = await connect(postgres.dsn)
  const store = postgresStore(database)
  const log = createMemoryLog()
  await log.createTopics(catalogue.map((topic) => ({ topic, partitions: 1 })))
  const codec = await memoryCodec()
  const api = await createApi({
    reading: store,
    feed: signalFeed(store),
    health: { parts: () => [] },
    topics: async () => [],
    metrics: new Registry(),
  })
  try {
    await throughput()
    await visibility()
    await questions()
    await seriesThroughput()
    await seriesQuestions()
  } finally {
    await api.close()
    await database.close()
    await postgres.stop()
  }
  return { load: `${count} signals, then ${frames} frames of ${fleet.metrics} metrics, into the PostgreSQL from npm`, figures }

  async function throughput(): Promise<void> {
    for (let n = 0; n < count; n += 10_000) {
      const batch = Array.from({ length: Math.min(10_000, count - n) }, (_, i) => syntheticSignal(n + i))
      await log.append(
        batch.map((signal) => keyed(InsightSignals.name, signal.source, Buffer.from(codec.encode('Signal', signal)))),
      )
    }
    await report('signals', count, signals, { atLeast: 30_000 })
  }

  /** From append to the moment at which a client of the stream is told, which is after a query has read the row. */
  async function visibility(): Promise<void> {
    const feed = signalFeed(store)
    const stop = new AbortController()
    const running = projection(signals, { log, codec, store, clock: systemClock }, { committed: feed.committed }).run(stop.signal)
    const took: number[] = []
    for (let n = 0; n < samples; n++) {
      const signal = syntheticSignal(count + n)
      const began = performance.now()
      const seen = new Promise<void>((resolve) => {
        const end = feed.subscribe((rows) => {
          if (!rows.some((row) => row.id === signal.id)) return
          end()
          resolve()
        })
      })
      await log.append([keyed(InsightSignals.name, signal.source, Buffer.from(codec.encode('Signal', signal)))])
      await seen
      took.push(performance.now() - began)
      await systemClock.sleep(10)
    }
    stop.abort()
    await running
    figures.push({ what: 'append to visible, p50', rounds: [percentile(took, 0.5)], unit: 'ms' })
    figures.push({ what: 'append to visible, p95', rounds: [percentile(took, 0.95)], unit: 'ms', bar: { atMost: 100 } })
  }

  async function questions(): Promise<void> {
    const first = await ask(api, '/signals?limit=100')
    await measure('first page of signals', () => '/signals?limit=100')
    await measure('second page', () => `/signals?limit=100&cursor=${first.next}`)
    await measure('one source', (n) => `/signals?limit=100&source=${syntheticSignal(n).source}`)
    await measure('up to a time', (n) => `/signals?limit=100&to=${syntheticSignal(Math.floor((n / samples) * count)).at}`)
    await measure('one id', (n) => `/signals/${syntheticSignal((n * 7919) % count).id}`)
  }

  /** One host, once a second. */
  async function seriesQuestions(): Promise<void> {
    const host = { ...fleet, sources: 1, everyMs: 1_000, from: fleet.from + 86_400_000 }
    await appendFrames(host, seconds)
    await catchUp(series)
    for (const hours of [1, 6, 24].filter((each) => each * 3_600 <= seconds)) {
      const { source, names } = syntheticFrame(host, 0)
      const query = new URLSearchParams({
        source,
        metric: names[0] ?? '',
        from: String(host.from),
        to: String(host.from + hours * 3_600_000),
      })
      const { samples: found } = await ask(api, `/series?${query}`)
      await measure(`one metric of ${fleet.metrics}, ${found} samples in ${hours} h`, () => `/series?${query}`)
    }
  }

  async function measure(name: string, url: (n: number) => string): Promise<void> {
    figures.push(await measureQuestion(api, name, samples, url))
  }

  async function seriesThroughput(): Promise<void> {
    await appendFrames(fleet, frames)
    await report(`frames of ${fleet.metrics} metrics`, frames, series)
  }

  async function appendFrames(of: Fleet, howMany: number): Promise<void> {
    for (let n = 0; n < howMany; n += 1_000) {
      const batch = Array.from({ length: Math.min(1_000, howMany - n) }, (_, i) => syntheticFrame(of, n + i))
      await log.append(batch.map((frame) => keyed(SystemTelemetryRaw.name, frame.source, Buffer.from(codec.encodeFrame(frame)))))
    }
  }

  async function report(what: string, records: number, model: ReadModel, bar?: Bar): Promise<void> {
    const server = () => useOfTree(postgres.pid())
    const before = server()
    const cost = await spent(() => catchUp(model))
    const after = server()
    const ofServer = [before, after].map(({ all }) => all.cpuSeconds)
    const micros = (seconds: number) => [(seconds / records) * 1e6]
    figures.push(
      { what, rounds: [records / cost.wallSeconds], unit: 'a second', ...(bar ? { bar } : {}), spent: cost },
      { what: `${what}, CPU of the runner`, rounds: micros(cost.cpuSeconds), unit: 'µs each' },
      { what: `${what}, CPU of PostgreSQL`, rounds: micros(ofServer[1] - ofServer[0]), unit: 'µs each' },
    )
  }

  async function catchUp(model: ReadModel, listener: ProjectionListener = {}): Promise<void> {
    const stop = new AbortController()
    const running = projection(model, { log, codec, store, clock: systemClock }, listener)
    const ended = running.run(stop.signal)
    while (!running.status().caughtUp) await systemClock.sleep(5)
    stop.abort()
    await ended
  }
}

function keyed(topic: string, source: string, value: Buffer) {
  return { topic, key: Buffer.from(`default/${source}`), value }
}
