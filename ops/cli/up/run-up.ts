import type { InfluxPlan } from '../../../connectors/sinks/influx/influx-plan.ts'
import type { PrometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { Rule } from '../../../streams/sense/rules/rule.ts'
import type { ApiAccess } from '../../app/api-access.ts'
import type { Connection } from '../../app/connection/connection.ts'
import type { Role } from '../../app/roles.ts'
import type { ServiceLog } from '../../app/service-log.ts'
import type { Tape } from '../../app/start-tape.ts'
import type { StorageSettings } from '../../app/storage-config.ts'
import { type App, startApp } from '../../app.ts'
import type { SourcePlans } from '../../config/source-plans.ts'
import { prepareDataFolder } from '../instance/data-folder.ts'
import { findRunning, removeRunFile, writeRunFile } from '../run-file.ts'
import { readOverview } from './overview.ts'
import { RateWindow } from './rates.ts'
import type { Reporter, Summary } from './reporter.ts'

export interface UpOptions extends SourcePlans {
  readonly connection: Connection
  readonly roles: readonly Role[]
  readonly access: ApiAccess
  readonly storage: StorageSettings
  readonly port: number
  /** Ends by itself after so long, milliseconds from the moment it was ready. */
  readonly forMs?: number | undefined
  readonly adopt?: string | undefined
  readonly postgresDsn?: string | undefined
  readonly sources: readonly 'host'[]
  readonly rules: readonly Rule[] | undefined
  readonly askable: readonly PrometheusPlan[]
  readonly self: boolean
  readonly influx: readonly InfluxPlan[]
  readonly tape?: Tape | undefined
}

/**
 * Runs an installation until the signal is aborted or the time is over, then stops it in good order.
 * @throws HS_LOG_LOCKED, HS_PORT_IN_USE, HS_DATA_FOREIGN and what else keeps it from starting; nothing is left running then
 */
export async function runUp(
  options: UpOptions,
  reporter: Reporter,
  logger: ServiceLog,
  interrupted: AbortSignal,
): Promise<Summary> {
  const startedAt = Date.now()
  const { connection, forMs, access, storage, ...rest } = options
  const data = prepareDataFolder(connection.data)
  refuseSecond(data)
  const steps = stepTimes(reporter)
  try {
    const app = await startApp({
      ...rest,
      ...access,
      ...storage,
      data: connection,
      logger,
      step(name) {
        steps.next(name)
        // The folder is ours once its log is open; in a cluster nothing else keeps a second process away.
        if (name !== 'log' || connection.kind === 'kafka') writeRunFile(data, '', startedAt)
      },
    })
    steps.end()
    writeRunFile(data, app.url, startedAt)
    reporter.ready(app.url, Date.now() - startedAt)
    return await watch(app, rest.roles.includes('api'), startedAt, forMs, reporter, interrupted)
  } finally {
    removeRunFile(data)
  }
}

function refuseSecond(data: string): void {
  const running = findRunning(data)
  if (running === undefined) return
  const where = running.url === '' ? 'and still starts' : `at ${running.url}`
  throw new HomeostatError('HS_LOG_LOCKED', { value: running.pid, message: `Process ${running.pid} runs on ${data} ${where}.` })
}

async function watch(
  app: App,
  hasOverview: boolean,
  startedAt: number,
  forMs: number | undefined,
  reporter: Reporter,
  interrupted: AbortSignal,
): Promise<Summary> {
  const readyAt = Date.now()
  const ends = forMs === undefined ? Number.POSITIVE_INFINITY : readyAt + forMs
  const rates = new RateWindow(RATE_WINDOW_MS)
  const overviewNow = () => readOverview(app.url).catch(() => undefined) // the database may be away: the rest is still shown
  let stoppedAt = 0
  try {
    while (!interrupted.aborted && Date.now() < ends) {
      const now = Date.now()
      const { intake } = app.status()
      reporter.show({
        url: app.url,
        now,
        startedAt,
        intake,
        rates: rates.add(now, intake),
        overview: hasOverview ? await overviewNow() : undefined,
        troubles: [],
      })
      await systemClock.sleep(Math.max(0, Math.min(reporter.everyMs - (Date.now() - now), ends - Date.now())), interrupted)
    }
  } finally {
    if (!interrupted.aborted) reporter.stopping()
    stoppedAt = Date.now()
    await app.stop()
  }
  const { intake } = app.status()
  const usage = process.resourceUsage()
  const summary: Summary = {
    ranMs: stoppedAt - startedAt,
    frames: intake.frames,
    samples: intake.samples,
    cpuMs: Math.round((usage.userCPUTime + usage.systemCPUTime) / 1000),
    rssBytes: usage.maxRSS * 1024,
    stopMs: Date.now() - stoppedAt,
  }
  reporter.stopped(summary)
  return summary
}

const RATE_WINDOW_MS = 10_000

/** Tells how long each step of the start took. */
function stepTimes(reporter: Reporter) {
  let current = ''
  let since = Date.now()
  function end() {
    if (current !== '') reporter.started(current, Date.now() - since)
    since = Date.now()
  }
  return {
    next(name: string) {
      end()
      current = name
    },
    end,
  }
}
