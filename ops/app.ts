import { collectDefaultMetrics, Registry } from 'prom-client'
import type { InfluxPlan } from '../connectors/sinks/influx/influx-plan.ts'
import { logSink } from '../connectors/sources/log-sink.ts'
import type { PrometheusPlan } from '../connectors/sources/prometheus/prometheus-plan.ts'
import type { RemoteWritePlan } from '../connectors/sources/remote-write/remote-write-plan.ts'
import type { ScrapePlan } from '../connectors/sources/scrape/scrape-plan.ts'
import { checkPort } from '../projections/api/check-port.ts'
import { polledSignalFeed } from '../projections/api/polled-signal-feed.ts'
import { type Reading, TENANT } from '../projections/api/reading.ts'
import { type SignalFeed, signalFeed } from '../projections/api/signal-feed.ts'
import { configure } from '../schemas/core/config.ts'
import { codeOf } from '../schemas/core/homeostat-error.ts'
import { auditStage } from '../streams/audit/audit-stage.ts'
import { type Clock, systemClock } from '../streams/runtime/ports/clock.ts'
import { type Failpoint, noFailpoint } from '../streams/runtime/ports/failpoint.ts'
import type { Rule } from '../streams/sense/rules/rule.ts'
import { withOtherReaders } from './app/all-readers.ts'
import { clusterOptions } from './app/cluster-options.ts'
import { asConnection, type Connection } from './app/connection/connection.ts'
import { countingSink, type Intake } from './app/counting-sink.ts'
import { lagGauge } from './app/lag-gauge.ts'
import { openInstallation } from './app/open-installation.ts'
import { partGauge } from './app/part-gauge.ts'
import {
  auditHealth,
  clockHealth,
  diskHealth,
  projectionHealth,
  serverHealth,
  sourcesHealth,
  steadyHealth,
  taskHealth,
} from './app/part-health.ts'
import { startActs } from './app/parts/acts-part.ts'
import { startAudit } from './app/parts/audit-part.ts'
import type { Base } from './app/parts/base.ts'
import { startClockPart } from './app/parts/clock-part.ts'
import { startDatabase } from './app/parts/database-part.ts'
import { startDisk } from './app/parts/disk-part.ts'
import { startProgress } from './app/parts/progress-part.ts'
import { startRetention } from './app/parts/retention-part.ts'
import { startRules } from './app/parts/rules-part.ts'
import { startSinks } from './app/parts/sinks-part.ts'
import { type SourcesPart, startSources } from './app/parts/sources-part.ts'
import { type StagesPart, startStages } from './app/parts/stages-part.ts'
import { allRoles, checkRoles, type Role } from './app/roles.ts'
import type { ServiceLog } from './app/service-log.ts'
import { settingsTold } from './app/settings-told.ts'
import { stages } from './app/stages.ts'
import { startProjections } from './app/start-projections.ts'
import type { Tape } from './app/start-tape.ts'
import { storageConfig } from './app/storage-config.ts'
import type { TaskStatus } from './app/task-monitor.ts'
import { topicStatus } from './app/topic-status.ts'
import { Undo } from './app/undo.ts'

export interface AppOptions {
  /** Data folder, or where else the installation is. */
  readonly data: string | Connection
  /** What this process does; default everything. */
  readonly roles?: readonly Role[]
  /** Where it listens; default this machine alone, everything else needs a token. */
  readonly host?: string | undefined
  /** What every caller has to give. */
  readonly token?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** A PostgreSQL to use instead of the embedded one. */
  readonly postgresDsn?: string | undefined
  readonly tickMs?: number
  readonly sources: readonly 'host'[]
  /** Prometheus servers that are asked; not beside a tape. */
  readonly prometheus?: readonly PrometheusPlan[]
  /** Prometheus servers to which POST /analyze puts expressions; default those that are asked anyway. */
  readonly askable?: readonly PrometheusPlan[]
  /** Targets whose pages are read; not beside a tape. */
  readonly scrape?: readonly ScrapePlan[]
  /** What is made of what is sent by remote write; default as its settings default to. */
  readonly remoteWrite?: RemoteWritePlan
  /** What people want to be told of; without them what the log holds stays in force. */
  readonly rules?: readonly Rule[] | undefined
  /** Servers that take line protocol, for processes that keep projections. */
  readonly influx?: readonly InfluxPlan[]
  /** Whether this process watches its own metrics; default not. */
  readonly self?: boolean
  /** A recording that owns the time of this log: no clock, and nothing else may write telemetry. */
  readonly tape?: Tape | undefined
  readonly rawDays?: number
  readonly rawBytes?: number
  /** Free space below which it says so, bytes. */
  readonly lowBytes?: number
  /** Free space below which telemetry into a data folder is refused, bytes. */
  readonly refuseBytes?: number
  readonly quarterBarDays?: number
  readonly hourBarDays?: number
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

/**
 * The parts of an installation that this process has by its roles: log, clock and stages, projections, API, sources, in this order. The
 * database starts beside the stages, which do not need it: after a crash they are the part that somebody waits for. Parts of other
 * processes are met in the log and in the database alone.
 *
 * @throws HS_ROLES_APART, HS_PORT_IN_USE and HS_BIND_REFUSED before anything is begun, then what keeps a part from starting; nothing is left
 * running in either case
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { roles = allRoles, host = '127.0.0.1', token, port, postgresDsn, tape, step = () => {} } = options
  const connection = asConnection(options.data)
  checkRoles(roles, connection.kind, postgresDsn)
  await checkPort(host, port, token)
  const undo = new Undo()
  try {
    step('log')
    const base = await openBase(options, connection, undo)
    const { ports, metrics, logger } = base

    const { lowBytes, refuseBytes } = { ...configure('storage', storageConfig), ...options }
    const keepsLog = connection.kind === 'embedded'
    const disk = await startDisk(base, { data: connection.data, lowBytes, refuseBytes: keepsLog ? refuseBytes : 0 })
    if (roles.includes('stages')) await startRules(base, options.rules, tape !== undefined)

    step('stages')
    const starting = needsDatabase(roles) ? startDatabase(base, connection.data, postgresDsn) : undefined
    const clock =
      roles.includes('stages') && !tape ? await startClockPart({ ...base, everyMs: options.tickMs ?? 1_000 }) : undefined
    if (clock) undo.add(() => clock.stop())
    if (!tape) startActs(base, { roles, settings: settingsTold(options), adopt: options.adopt })
    let tasks: StagesPart | undefined
    const hasTask = () => connection.kind === 'embedded' || isRunning(tasks?.statuses() ?? [], auditStage.name)
    const audit = roles.includes('stages') ? startAudit(base, { data: connection.data, hasTask }) : undefined
    tasks = roles.includes('stages') ? await startStages(base, options.adopt) : undefined
    if (audit) undo.add(async () => audit.stagesEnd())

    step('database')
    // What answers requests takes as long to load as everything else, and nothing before needs it.
    const [database, { openDoor }] = await Promise.all([starting, import('./app/parts/door-part.ts')])
    const feed = database && feedOf(base, connection.kind, database.reading)
    if (database && roles.includes('projections')) startRetention(base, database.store, options)
    const projections =
      database && feed && roles.includes('projections')
        ? startProjections({ ...ports, store: database.store }, connection.kind === 'kafka', feed, logger, metrics)
        : undefined
    if (projections) undo.add(() => projections.stop())
    const ownReaders = () => topicStatus(ports.log, tasks?.statuses() ?? [], projections?.statuses() ?? [])
    lagGauge(metrics, ownReaders)
    const progress = tasks && startProgress(base, { tasks: tasks.statuses, topics: ownReaders })

    const sinks = roles.includes('projections') ? await startSinks(base, connection.data, options.influx ?? []) : undefined

    step('api')
    let sources: SourcesPart = { status: () => ({ state: 'opening' }), servers: () => [] }
    const sink = countingSink(disk.guard(logSink({ ...ports, tenant: TENANT })), metrics)
    const health = () => [
      diskHealth(disk.status()),
      ...(roles.includes('sources') ? [sourcesHealth(sources.status())] : []),
      ...sources.servers().map(serverHealth),
      ...(roles.includes('api') ? [steadyHealth('api')] : []),
      ...(clock ? [clockHealth(clock.status())] : []),
      ...(audit ? [auditHealth(audit.status())] : []),
      ...(tasks?.statuses() ?? []).map((task) => taskHealth(task, progress?.stuck() ?? [])),
      ...(projections?.statuses() ?? []).map(projectionHealth),
      ...(sinks?.health() ?? []),
    ]
    partGauge(metrics, health)
    const url = await openDoor(base, {
      host,
      token,
      port,
      api: database && feed && roles.includes('api') ? { ...database, feed, projections: projections?.statuses } : undefined,
      sink: tape || !takesTelemetry(roles) ? undefined : sink,
      remoteWrite: options.remoteWrite,
      askable: options.askable ?? options.prometheus ?? [],
      health,
      topics: connection.kind === 'kafka' ? withOtherReaders(ports, ownReaders) : ownReaders,
    })

    step('sources')
    const { prometheus = [], scrape = [], self = false } = options
    if (roles.includes('sources')) {
      const plan = { sources: options.sources, prometheus, scrape, self, tape }
      sources = await startSources(base, sink, plan)
    }
    await projections?.begun() // whoever is told that it runs may ask at once
    return { url, status: () => ({ tasks: tasks?.statuses() ?? [], intake: sink.intake() }), stop: () => undo.all() }
  } catch (error) {
    await undo.all()
    throw error
  }
}

async function openBase(options: AppOptions, connection: Connection, undo: Undo): Promise<Base> {
  const { logger, clock = systemClock, failpoint = noFailpoint } = options
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const warn = (error: unknown) => logger.warn({ code: codeOf(error) }, error instanceof Error ? error.message : String(error))
  const inCluster = connection.kind === 'kafka' ? clusterOptions(connection.data, metrics, logger) : {}
  const { log, codec, partitions, registry } = await openInstallation(connection, stages, { clock, failpoint, ...inCluster })
  undo.add(() => log.close())
  logger.info({ log: log.id, partitions, registry }, 'the log is open')
  return { ports: { log, codec, clock, failpoint }, partitions, metrics, logger, warn, undo }
}

/**
 * Live views hear of signals from the projections of this process, or look at the rows themselves where those are kept elsewhere. In a
 * cluster another process may keep them at any time.
 */
function feedOf({ ports, warn, undo }: Base, kind: Connection['kind'], reading: Reading): SignalFeed {
  if (kind === 'embedded') return signalFeed(reading, warn)
  const feed = polledSignalFeed(reading, ports.clock, warn)
  undo.add(() => feed.stop())
  return feed
}

function isRunning(tasks: readonly TaskStatus[], stage: string): boolean {
  return tasks.some((task) => task.stage === stage && task.phase === 'running')
}

function needsDatabase(roles: readonly Role[]): boolean {
  return roles.includes('projections') || roles.includes('api')
}

/** The API takes telemetry too: it is the one address that users have of a large installation. */
function takesTelemetry(roles: readonly Role[]): boolean {
  return roles.includes('sources') || roles.includes('api')
}
