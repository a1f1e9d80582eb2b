import { prometheusClient } from '../../../connectors/sources/prometheus/client.ts'
import type { PrometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import { clockSkew } from '../../../connectors/sources/prometheus/status.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readSourcePlans } from '../../config/read-source-plans.ts'
import { type Check, failed, ok, warning } from '../check.ts'

/** Whether the Prometheus servers that are to be asked let us in, and have the same time as we. */
export const prometheus: Check = {
  name: 'prometheus',
  async run({ data, env, prometheus }) {
    try {
      const { prometheus: plans } = await readSourcePlans(prometheus, data, env)
      if (plans.length === 0) return ok('not used: no sources.yaml in the data folder names one')
      const skews = await Promise.all(plans.map(skewOf))
      const names = plans
        .map(
          ({ name, queries }) =>
            `${name} (${queries.length === 0 ? 'queries are looked for at start' : `queries: ${queries.length}`})`,
        )
        .join(', ')
      const skew = skews.find((error) => error !== undefined)
      return skew ? warning(`${names}: ${skew.message}`, errorCatalogue[skew.code].remedy) : ok(`${names} can be asked`)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  },
}

/** @throws what keeps the server from answering */
async function skewOf({ name, server }: PrometheusPlan): Promise<HomeostatError | undefined> {
  const client = prometheusClient(server)
  try {
    const { aheadMs } = await client.ask('/api/v1/query', { query: 'vector(1)' }, AbortSignal.timeout(PATIENCE_MS))
    return clockSkew(aheadMs)
  } catch (error) {
    if (!(error instanceof HomeostatError)) throw error
    throw new HomeostatError(error.code, {
      message: `${name}: ${error.message}`,
      value: error.value,
      limit: error.limit,
      cause: error,
    })
  } finally {
    client.close()
  }
}

const PATIENCE_MS = 3_000
