import type { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { PrometheusClient } from '../client.ts'
import type { PlacedValue } from '../frame-gathering.ts'
import { poll } from '../poll.ts'
import type { PrometheusPlan } from '../prometheus-plan.ts'
import type { Proposal } from './proposal.ts'

/** A proposal that was tried once. */
export interface Tried extends Proposal {
  /** Series that it gives now. */
  readonly series: number
  /** One of them, with its value. */
  readonly example?: PlacedValue | undefined
  /** Why it is of no use, or what is to be known of it. */
  readonly error?: HomeostatError | undefined
}

/**
 * Asks every proposal once, exactly as the source will.
 *
 * @param at  the instant, milliseconds since 1970
 * @throws what is wrong with the server as a whole
 */
export async function preview(
  client: PrometheusClient,
  plan: PrometheusPlan,
  proposals: readonly Proposal[],
  at: number,
  stopping: AbortSignal,
): Promise<readonly Tried[]> {
  const queries = proposals.map(({ query }) => query)
  const { queries: outcomes, error } = await poll(client, { ...plan, at, server: plan.name, queries, stopping })
  if (error && outcomes.some((outcome) => outcome.error === error)) throw error
  return proposals.map((proposal, index) => {
    const { series, example, error } = outcomes[index]
    return { ...proposal, series, example, error }
  })
}
