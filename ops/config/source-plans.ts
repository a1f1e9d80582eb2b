import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import type { ScrapePlan } from '../../connectors/sources/scrape/scrape-plan.ts'

/** What an installation asks, by the kind of server. */
export interface SourcePlans {
  readonly prometheus: readonly PrometheusPlan[]
  readonly scrape: readonly ScrapePlan[]
}
