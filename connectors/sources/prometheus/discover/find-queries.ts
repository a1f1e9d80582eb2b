import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { PrometheusClient } from '../client.ts'
import type { PrometheusPlan } from '../prometheus-plan.ts'
import type { PrometheusQuery } from '../query.ts'
import { preview } from './preview.ts'
import { propose } from './propose.ts'
import { surveyServer } from './survey.ts'

/**
 * The queries that are worth asking a server of which only the URL is known: what is recognised and gives series now.
 *
 * @param at  the instant for which they are tried
 * @throws HS_PROM_EMPTY when nothing is recognised, and what is wrong with the server
 */
export async function findQueries(
  client: PrometheusClient,
  plan: PrometheusPlan,
  at: number,
  signal: AbortSignal,
): Promise<readonly PrometheusQuery[]> {
  const proposals = propose(await surveyServer(client, signal))
  const tried = await preview(client, plan, proposals, at, signal)
  const useful = tried.filter(({ series }) => series > 0).map(({ query }) => query)
  if (useful.length > 0) return useful
  throw new HomeostatError('HS_PROM_EMPTY', {
    message: `Nothing that is known was found on ${plan.server.url} yet; name queries of your own in sources.yaml.`,
    value: proposals.length,
  })
}
