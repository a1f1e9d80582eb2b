import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import type { RemoteWritePlan } from '../../connectors/sources/remote-write/remote-write-plan.ts'
import type { ScrapePlan } from '../../connectors/sources/scrape/scrape-plan.ts'

/** What an installation asks and is sent, by the kind of source. */
export interface SourcePlans {
  readonly prometheus: readonly PrometheusPlan[]
  readonly scrape: readonly ScrapePlan[]
  /** What is made of what is sent by remote write. */
  readonly remoteWrite: RemoteWritePlan
}
