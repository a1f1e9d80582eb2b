import { pageFolding } from '../../../connectors/sources/scrape/page-folding.ts'
import { scrape as scrapeOnce } from '../../../connectors/sources/scrape/scrape.ts'
import { scrapeClient } from '../../../connectors/sources/scrape/scrape-client.ts'
import type { ScrapePlan } from '../../../connectors/sources/scrape/scrape-plan.ts'
import { scrapeStatus } from '../../../connectors/sources/scrape/status.ts'
import type { ServerStatus } from '../../../connectors/sources/web/server-status.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readSourcePlans } from '../../config/read-source-plans.ts'
import { type Check, failed, ok, warning } from '../check.ts'

/** Whether the targets that are to be scraped give a page. */
export const scrape: Check = {
  name: 'scrape',
  async run({ data, env, prometheus }) {
    try {
      const { scrape: plans } = await readSourcePlans(prometheus, data, env)
      if (plans.length === 0) return ok('not used: no sources.yaml names a target')
      const looked = plans.slice(0, MOST)
      const found = await Promise.all(looked.map(async (plan) => ({ name: plan.name, status: await statusOf(plan) })))
      const rest = plans.length > MOST ? `; ${plans.length - MOST} more were not looked at` : ''
      const bad = found.filter(({ status }) => status.state !== 'running')
      const [worst] = [...bad.filter(({ status }) => status.state === 'failing'), ...bad]
      if (worst?.status.error === undefined) return ok(`${looked.length} of ${plans.length} targets give a page${rest}`)
      const { code, message } = worst.status.error
      const says = `${bad.length} of ${looked.length} targets are not well, such as ${worst.name}: ${message} [${code}]${rest}`
      return (worst.status.state === 'failing' ? failed : warning)(says, errorCatalogue[code].remedy)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  },
}

/** All at once. */
const MOST = 20
const PATIENCE_MS = 3_000

async function statusOf(plan: ScrapePlan): Promise<ServerStatus> {
  const client = scrapeClient(plan.server, plan.maxBytes)
  const now = Date.now()
  const when = {
    at: now,
    measuredAt: now,
    timeoutMs: Math.min(plan.timeoutMs, PATIENCE_MS),
    stopping: new AbortController().signal,
  }
  try {
    return scrapeStatus(await scrapeOnce(client, pageFolding(plan), when))
  } finally {
    client.close()
  }
}
