import { setMaxListeners } from 'node:events'
import { Gauge, Histogram, type Registry } from 'prom-client'
import type { SignalFeed } from '../../projections/api/signal-feed.ts'
import { keepModel } from '../../projections/runner/keep-model.ts'
import type { Projection, ProjectionListener, ProjectionPorts, ProjectionStatus } from '../../projections/runner/projection.ts'
import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import { readModels } from './read-models.ts'
import type { ServiceLog } from './service-log.ts'

export interface RunningProjections {
  statuses(): readonly ProjectionStatus[]
  /** When every read model can be asked, or says why not; after ten seconds in any case. */
  begun(): Promise<void>
  stop(): Promise<void>
}

/**
 * Keeps every read model up to date; the feed hears of new signals after their commit.
 * @param shared  whether other processes may keep the same rows
 */
export function startProjections(
  ports: ProjectionPorts & { readonly failpoint: Failpoint },
  shared: boolean,
  feed: SignalFeed,
  logger: ServiceLog,
  metrics: Registry,
): RunningProjections {
  const commits = new Histogram({
    name: 'homeostat_projection_commit_seconds',
    help: 'Time of one transaction with rows and checkpoint.',
    labelNames: ['model'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [metrics],
  })
  const abort = new AbortController()
  setMaxListeners(0, abort.signal) // every read model listens
  const projections = readModels.map((model) => {
    const log = logger.child({ projection: model.name })
    const listener: ProjectionListener = {
      committed(change) {
        commits.observe({ model: change.model }, change.tookMs / 1_000)
        if (change.model === 'signals') feed.committed(change)
      },
      skipped: (error, place) => log.warn({ code: error.code, ...place }, error.message),
      waiting: (code, message) => log.warn({ code }, message),
      rebuilding: (_, reason) => log.info({ reason }, 'building the read model from the log'),
      rebuilt: ({ from, version, differences }) =>
        log.info({ from, version, differences }, 'the rows that were built have taken the place of the old ones'),
    }
    return keepModel(model, ports, listener, { shared, failpoint: ports.failpoint })
  })
  new Gauge({
    name: 'homeostat_rebuild_ratio',
    help: 'Share of a rebuild that is done; 1 when none is under way.',
    labelNames: ['model'],
    registers: [metrics],
    collect() {
      for (const { model, rebuild } of projections.map((each) => each.status())) {
        this.set({ model }, rebuild && rebuild.total > 0 ? rebuild.done / rebuild.total : 1)
      }
    },
  })
  const done = projections.map((each: Projection) =>
    each.run(abort.signal).catch((error: unknown) => {
      logger.error({ err: error, projection: each.status().model }, 'the projection has ended; see /healthz')
    }),
  )
  const statuses = () => projections.map((each) => each.status())
  return {
    statuses,
    async begun() {
      const latest = ports.clock.now() + LONGEST_BEGIN_MS
      while (statuses().some(({ state }) => state === 'opening') && ports.clock.now() < latest) await ports.clock.sleep(LOOK_MS)
    },
    async stop() {
      abort.abort()
      await Promise.all(done)
    },
  }
}

/** The first start makes all tables. */
const LONGEST_BEGIN_MS = 10_000
const LOOK_MS = 10
