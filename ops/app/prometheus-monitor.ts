import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { PollOutcome } from '../../connectors/sources/prometheus/poll.ts'
import { clockSkew, statusAfter } from '../../connectors/sources/prometheus/status.ts'
import type { ServerStatus } from '../../connectors/sources/web/server-status.ts'
import { type Monitored, type ServerMonitor, secondsBuckets, serverMonitor } from './server-monitor.ts'
import type { ServiceLog } from './service-log.ts'

/** Watches the Prometheus servers that are asked. */
export function prometheusMonitor(registry: Registry, logger: ServiceLog): ServerMonitor<PollOutcome> {
  const metrics = metricsOf(registry)
  const monitored: Monitored<PollOutcome> = {
    kind: 'prometheus',
    label: 'server',
    over: 'the Prometheus server gives values again',
    judge(outcome, tell) {
      const status = statusAfter(outcome)
      const isFailing = status.state === 'failing'
      tell('server', {}, isFailing ? status.error : (outcome.error ?? clockSkew(outcome.aheadMs)))
      if (!isFailing) for (const { index, query, error } of outcome.queries) tell(`query ${index}`, { query }, error)
      return status
    },
    count: (name, outcome, status) => count(metrics, name, outcome, status),
  }
  return serverMonitor(monitored, logger)
}

type Metrics = ReturnType<typeof metricsOf>

function metricsOf(registry: Registry) {
  const registers = [registry]
  const labelNames = ['server', 'query']
  return {
    requests: new Counter({
      name: 'homeostat_prometheus_requests_total',
      help: 'Queries that were sent to a Prometheus server.',
      labelNames,
      registers,
    }),
    failures: new Counter({
      name: 'homeostat_prometheus_failures_total',
      help: 'Instants at which a server, or one of its queries, gave an error, by code.',
      labelNames: [...labelNames, 'code'],
      registers,
    }),
    dropped: new Counter({
      name: 'homeostat_prometheus_dropped_total',
      help: 'Values of a query that are in no frame, by reason.',
      labelNames: [...labelNames, 'reason'],
      registers,
    }),
    series: new Gauge({
      name: 'homeostat_prometheus_series',
      help: 'Series that a query gave at the last instant.',
      labelNames,
      registers,
    }),
    seconds: new Histogram({
      name: 'homeostat_prometheus_poll_seconds',
      help: 'Time for all queries of one instant.',
      labelNames: ['server'],
      buckets: secondsBuckets,
      registers,
    }),
    lastSuccess: new Gauge({
      name: 'homeostat_prometheus_last_success_timestamp_seconds',
      help: 'Newest instant for which a server gave values.',
      labelNames: ['server'],
      registers,
    }),
    skew: new Gauge({
      name: 'homeostat_prometheus_clock_ahead_seconds',
      help: 'How far the clock of a server is ahead of this one.',
      labelNames: ['server'],
      registers,
    }),
  }
}

function count(metrics: Metrics, server: string, outcome: PollOutcome, status: ServerStatus): void {
  metrics.seconds.observe({ server }, outcome.tookMs / 1000)
  if (outcome.aheadMs !== undefined) metrics.skew.set({ server }, outcome.aheadMs / 1000)
  if (outcome.frames.length > 0) metrics.lastSuccess.set({ server }, outcome.at / 1000)
  if (outcome.cut > 0) metrics.dropped.inc({ server, query: '', reason: 'over_limit' }, outcome.cut)
  const isAlone = outcome.error !== undefined && outcome.queries.every(({ error }) => error !== outcome.error)
  if (isAlone) metrics.failures.inc({ server, query: '', code: outcome.error.code })
  else if (status.error?.code === 'HS_PROM_CLOCK_SKEW') metrics.failures.inc({ server, query: '', code: status.error.code })
  for (const { query, series, dropped, error } of outcome.queries) {
    metrics.requests.inc({ server, query })
    metrics.series.set({ server, query }, series)
    if (error) metrics.failures.inc({ server, query, code: error.code })
    for (const [reason, values] of Object.entries(dropped)) metrics.dropped.inc({ server, query, reason }, values)
  }
}
