import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ScrapeOutcome } from '../../connectors/sources/scrape/scrape.ts'
import { scrapeStatus } from '../../connectors/sources/scrape/status.ts'
import type { ServerStatus } from '../../connectors/sources/web/server-status.ts'
import { type Monitored, type ServerMonitor, secondsBuckets, serverMonitor } from './server-monitor.ts'
import type { ServiceLog } from './service-log.ts'

/** Watches the targets that are scraped. */
export function scrapeMonitor(registry: Registry, logger: ServiceLog): ServerMonitor<ScrapeOutcome> {
  const metrics = metricsOf(registry)
  const monitored: Monitored<ScrapeOutcome> = {
    kind: 'scrape',
    label: 'target',
    over: 'the target is well again',
    judge(outcome, tell) {
      const status = scrapeStatus(outcome)
      tell('target', {}, status.error)
      return status
    },
    count: (name, outcome, status) => count(metrics, name, outcome, status),
  }
  return serverMonitor(monitored, logger)
}

type Metrics = ReturnType<typeof metricsOf>

function metricsOf(registry: Registry) {
  const registers = [registry]
  const labelNames = ['target']
  return {
    scrapes: new Counter({
      name: 'homeostat_scrape_scrapes_total',
      help: 'Times that a target was asked for its page.',
      labelNames,
      registers,
    }),
    failures: new Counter({
      name: 'homeostat_scrape_failures_total',
      help: 'Scrapes with an error, by code.',
      labelNames: ['target', 'code'],
      registers,
    }),
    dropped: new Counter({
      name: 'homeostat_scrape_dropped_total',
      help: 'Samples of a page that are in no frame, by reason.',
      labelNames: ['target', 'reason'],
      registers,
    }),
    samples: new Gauge({
      name: 'homeostat_scrape_samples',
      help: 'Samples of the last page.',
      labelNames,
      registers,
    }),
    series: new Gauge({
      name: 'homeostat_scrape_series',
      help: 'Metrics that were made of the last page.',
      labelNames,
      registers,
    }),
    seconds: new Histogram({
      name: 'homeostat_scrape_seconds',
      help: 'Time for one scrape.',
      labelNames,
      buckets: secondsBuckets,
      registers,
    }),
    lastSuccess: new Gauge({
      name: 'homeostat_scrape_last_success_timestamp_seconds',
      help: 'Newest scrape that gave a page.',
      labelNames,
      registers,
    }),
  }
}

function count(metrics: Metrics, target: string, outcome: ScrapeOutcome, { error }: ServerStatus): void {
  const { at, tookMs, samples, frame, dropped } = outcome
  metrics.scrapes.inc({ target })
  metrics.seconds.observe({ target }, tookMs / 1000)
  metrics.samples.set({ target }, samples)
  metrics.series.set({ target }, frame?.names.length ?? 0)
  if (samples > 0) metrics.lastSuccess.set({ target }, at / 1000)
  if (error) metrics.failures.inc({ target, code: error.code })
  for (const [reason, values] of Object.entries(dropped)) metrics.dropped.inc({ target, reason }, values)
}
