import { hostname } from 'node:os'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { hostSource } from '../connectors/sources/host/host-source.ts'
import { telemetryPlugin } from '../connectors/sources/http/telemetry-plugin.ts'
import { logSink } from '../connectors/sources/log-sink.ts'
import manifest from '../package.json' with { type: 'json' }
import { createApi } from '../projections/api/create-api.ts'
import { listen } from '../projections/api/listen.ts'
import { TENANT } from '../projections/api/reading.ts'
import { signalFeed } from '../projections/api/signal-feed.ts'
import { connect } from '../projections/postgres/connect.ts'
import { startPostgres } from '../projections/postgres/start-postgres.ts'
import { postgresStore } from '../projections/store/postgres.ts'
import { configure } from '../schemas/core/config.ts'
import { codeOf } from '../schemas/core/homeostat-error.ts'
import { startTickClock } from '../streams/runtime/clock/tick-clock.ts'
import { type Clock, systemClock } from '../streams/runtime/ports/clock.ts'
import { type Failpoint, noFailpoint } from '../streams/runtime/ports/failpoint.ts'
import { runStage } from '../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../streams/runtime/task/settings.ts'
import { versionOf } from '../streams/runtime/task/version.ts'
import { lettersPlugin } from './api/letters-plugin.ts'
import { countingSink, type Intake } from './app/counting-sink.ts'
import { lagGauge } from './app/lag-gauge.ts'
import { openInstallation, PARTITIONS } from './app/open-installation.ts'
import { projectionHealth, taskHealth } from './app/part-health.ts'
import { keepRetention } from './app/retention.ts'
import type { ServiceLog } from './app/service-log.ts'
import { stages } from './app/stages.ts'
import { startProjections } from './app/start-projections.ts'
import { startTape, type Tape } from './app/start-tape.ts'
import { type TaskStatus, taskMonitor } from './app/task-monitor.ts'
import { topicStatus } from './app/topic-status.ts'
import { Undo } from './app/undo.ts'

export interface AppOptions {
  /** Data folder; holds the log, the database and keys. */
  readonly data: string
  readonly host?: string
  /** 0 takes a free one. */
  readonly port: number
  /** A PostgreSQL to use instead of the embedded one. */
  readonly postgresDsn?: string | undefined
  readonly tickMs?: number
  readonly sources: readonly 'host'[]
  /** A recording that owns the time of this log: no clock, and nothing else may write telemetry. */
  readonly tape?: Tape | undefined
  readonly rawDays?: number
  readonly rawBytes?: number
  /** Takes over from this newer version of a stage on purpose. */
  readonly adopt?: string | undefined
  readonly logger: ServiceLog
  readonly clock?: Clock
  readonly failpoint?: Failpoint
  /** Told what start-up is doing. */
  step?(name: string): void
}

export interface AppStatus {
  readonly tasks: readonly TaskStatus[]
  readonly intake: Intake
}

export interface App {
  readonly url: string
  status(): AppStatus
  /** Stops sources first, then everything behind them, each after its last commit. */
  stop(): Promise<void>
}

/** Everything in one process: log, clock, stages, database, projections, API, sources, in this order. */
export async function startApp(options: AppOptions): Promise<App> {
  const { data, logger, clock = systemClock, failpoint = noFailpoint, tickMs = 1_000, step = () => {} } = options
  const undo = new Undo()
  try {
    step('log')
    const { log, codec } = await openInstallation(data, stages, { clock, failpoint })
    undo.add(() => log.close())
    const ports = { log, codec, clock, failpoint }
    const warn = (error: unknown) => logger.warn({ code: codeOf(error) }, error instanceof Error ? error.message : String(error))

    step('database')
    const embedded = options.postgresDsn === undefined ? await startPostgres(data) : undefined
    if (embedded) undo.add(() => embedded.stop())
    const database = await connect(options.postgresDsn ?? embedded?.dsn ?? '')
    undo.add(() => database.close())
    const store = postgresStore(database, failpoint)
    const reading = { select: store.select }
    const feed = signalFeed(reading, warn)

    step('stages')
    const metrics = new Registry()
    collectDefaultMetrics({ register: metrics })
    if (!options.tape) {
      const ticks = await startTickClock(ports, { partitions: PARTITIONS, everyMs: tickMs, onTrouble: warn })
      undo.add(() => ticks.stop())
    }
    const monitor = taskMonitor(metrics, logger)
    const settings = configure('task', taskConfig)
    for (const stage of stages) {
      const owner = { version: versionOf(stage), host: hostname(), adopt: options.adopt }
      const observer = (partition: number) => monitor.observer(stage, partition)
      const running = await runStage({ stage, partitions: PARTITIONS, owner, settings, ports, observer })
      undo.add(() => running.stop())
    }
    const retention = new AbortController()
    const limits = { rawDays: options.rawDays ?? 7, rawBytes: options.rawBytes ?? 2_000_000_000 }
    const retaining = keepRetention(log, store, clock, limits, retention.signal, warn)
    undo.add(async () => {
      retention.abort()
      await retaining
    })
    const projections = startProjections({ log, codec, store, clock }, feed, logger, metrics)
    undo.add(() => projections.stop())
    const topics = () => topicStatus(log, monitor.statuses(), projections.statuses())
    lagGauge(metrics, topics)

    step('api')
    const sink = countingSink(logSink({ log, codec, tenant: TENANT }), metrics)
    const api = await createApi({
      version: manifest.version,
      reading,
      feed,
      metrics,
      health: { parts: () => [...monitor.statuses().map(taskHealth), ...projections.statuses().map(projectionHealth)] },
      topics,
      plugins: [
        ...(options.tape ? [] : [telemetryPlugin({ sink, now: clock.now })]),
        lettersPlugin({ log, codec, stages, now: clock.now }),
      ],
      unexpected: (error) => logger.error({ err: error }, 'a request failed for a reason without a name'),
    })
    undo.add(() => api.close())
    const url = await listen(api, options.host ?? '127.0.0.1', options.port)

    step('sources')
    if (options.tape) {
      const playing = startTape(options.tape, ports, sink.count, logger)
      undo.add(() => playing.stop())
    }
    for (const source of options.sources.map(() => hostSource({ clock, onTrouble: warn }))) {
      await source.start(sink)
      undo.add(() => source.stop())
    }
    return { url, status: () => ({ tasks: monitor.statuses(), intake: sink.intake() }), stop: () => undo.all() }
  } catch (error) {
    await undo.all()
    throw error
  }
}
