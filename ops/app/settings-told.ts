import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import type { AppOptions } from '../app.ts'
import { stages } from './stages.ts'

/** What makes a process what it is, in a fixed order, for its hash. Addresses go without user information, secrets not at all. */
export function settingsTold(options: AppOptions): unknown {
  const { host, postgresDsn, tickMs, sources, prometheus = [], rawDays, rawBytes } = options
  return {
    host,
    database: postgresDsn === undefined ? 'embedded' : 'named',
    tickMs,
    sources,
    prometheus: prometheus.map(serverTold),
    rawDays,
    rawBytes,
    stages: stages.map(({ name, config = {} }) => [name, config]),
  }
}

function serverTold({ server, ...rest }: PrometheusPlan): unknown {
  const { url, tenant } = server
  return { ...rest, url: url.replace(/\/\/[^/@]*@/, '//'), tenant, ca: server.ca }
}
