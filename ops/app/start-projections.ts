import { Histogram, type Registry } from 'prom-client'
import type { SignalFeed } from '../../projections/api/signal-feed.ts'
import { type Projection, type ProjectionPorts, type ProjectionStatus, projection } from '../../projections/runner/projection.ts'
import { readModels } from './read-models.ts'
import type { ServiceLog } from './service-log.ts'

export interface RunningProjections {
  statuses(): readonly ProjectionStatus[]
  stop(): Promise<void>
}

/** Keeps every read model up to date; the feed hears of new signals after their commit. */
export function startProjections(
  ports: ProjectionPorts,
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
  const projections = readModels.map((model) => {
    const log = logger.child({ projection: model.name })
    return projection(model, ports, {
      committed(change) {
        commits.observe({ model: change.model }, change.tookMs / 1_000)
        if (change.model === 'signals') feed.committed(change)
      },
      skipped: (error, place) => log.warn({ code: error.code, ...place }, error.message),
      waiting: (code, message) => log.warn({ code }, message),
      rebuilding: (_, reason) => log.info({ reason }, 'building the read model from the log'),
    })
  })
  const done = projections.map((each: Projection) =>
    each.run(abort.signal).catch((error: unknown) => {
      logger.error({ err: error, projection: each.status().model }, 'the projection has ended; see /healthz')
    }),
  )
  return {
    statuses: () => projections.map((each) => each.status()),
    async stop() {
      abort.abort()
      await Promise.all(done)
    },
  }
}
