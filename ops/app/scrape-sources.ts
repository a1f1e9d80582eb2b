import { hostname } from 'node:os'
import { ownPage } from '../../connectors/sources/scrape/own-page.ts'
import { scrapeClient } from '../../connectors/sources/scrape/scrape-client.ts'
import type { ScrapePlan } from '../../connectors/sources/scrape/scrape-plan.ts'
import { scrapeSource } from '../../connectors/sources/scrape/scrape-source.ts'
import type { Base } from './parts/base.ts'
import type { AskingSources } from './prometheus-sources.ts'
import { scrapeMonitor } from './scrape-monitor.ts'

/** A source for every target, and one for the metrics of this process where it watches itself; each watched. */
export function scrapeSources(
  { ports, metrics, logger, warn }: Base,
  { scrape, self }: { readonly scrape: readonly ScrapePlan[]; readonly self: boolean },
): AskingSources {
  if (scrape.length === 0 && !self) return { sources: [], servers: () => [] }
  const monitor = scrapeMonitor(metrics, logger)
  const common = ({ name }: { readonly name: string }) => ({
    clock: ports.clock,
    onScrape: monitor.watch(name),
    onTrouble: warn,
  })
  const sources = scrape.map((plan) => scrapeSource({ plan, client: scrapeClient(plan.server, plan.maxBytes), ...common(plan) }))
  if (self) {
    const source = `homeostat@${hostname()}`
    const plan = { name: source, source, everyMs: 15_000, timeoutMs: 10_000, labels: {}, wants: () => true, relabel: [] }
    sources.push(scrapeSource({ plan, client: ownPage(() => metrics.metrics()), ...common(plan) }))
  }
  return { sources, servers: monitor.servers }
}
