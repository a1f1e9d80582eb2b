import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * The server that an expression is put to: the one that is named, else the only one, else the one of PROM_URL, which stands first.
 *
 * @param name  as in sources.yaml
 * @throws HS_ANALYZE_QUERY where there is none, HS_ANALYZE_SERVER
 */
export function chooseServer(servers: readonly PrometheusPlan[], name: string | undefined): PrometheusPlan {
  if (servers.length === 0) throw new HomeostatError('HS_ANALYZE_QUERY')
  const names = servers.map((server) => server.name)
  const wanted = name ?? (names.includes(FROM_ENVIRONMENT) ? FROM_ENVIRONMENT : undefined)
  if (wanted === undefined && servers.length === 1) return servers[0]
  const found = servers.find((server) => server.name === wanted)
  if (found) return found
  const message = `There are several servers: ${names.join(', ')}.`
  throw new HomeostatError('HS_ANALYZE_SERVER', {
    value: wanted,
    limit: names.join(', '),
    message: wanted === undefined ? message : `There is no server ${wanted}; there is ${names.join(', ')}.`,
  })
}

/** What the server of PROM_URL is called. */
export const FROM_ENVIRONMENT = 'PROM_URL'
