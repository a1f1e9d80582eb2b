import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import { findQueries } from '../../connectors/sources/prometheus/discover/find-queries.ts'
import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { prometheusSource } from '../../connectors/sources/prometheus/prometheus-source.ts'
import type { Source } from '../../connectors/sources/source.ts'
import type { Base } from './parts/base.ts'
import { prometheusMonitor } from './prometheus-monitor.ts'
import type { WatchedServer } from './watched-server.ts'

/** Sources that ask servers, and how these are. */
export interface AskingSources {
  readonly sources: readonly Source[]
  servers(): readonly WatchedServer[]
}

/** A source for every server that is asked, each watched. Where only the URL is known, the queries are looked for first. */
export function prometheusSources({ ports, metrics, logger, warn }: Base, plans: readonly PrometheusPlan[]): AskingSources {
  if (plans.length === 0) return { sources: [], servers: () => [] }
  const monitor = prometheusMonitor(metrics, logger)
  const sources = plans.map((plan) => {
    const client = prometheusClient(plan.server)
    return prometheusSource({
      plan,
      client,
      clock: ports.clock,
      onPoll: monitor.watch(plan.name),
      onTrouble: warn,
      async findQueries(signal) {
        const queries = await findQueries(client, plan, ports.clock.now(), signal)
        logger.info({ server: plan.name, queries: queries.length }, 'found what this Prometheus server is worth asking for')
        return queries
      },
    })
  })
  return { sources, servers: monitor.servers }
}
