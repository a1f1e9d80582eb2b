import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import type { WebServer } from '../web/server.ts'
import { type Surroundings, serverOf } from '../web/server-of.ts'
import type { RelabelRule } from './relabel.ts'
import { scrapeCodes } from './scrape-codes.ts'
import type { ScrapeConfig } from './scrape-config.ts'

/** How a page becomes a frame. */
export interface PageRules {
  readonly source: string
  readonly labels: Readonly<Record<string, string>>
  /** Whether a metric of the page is wanted, by its name there. */
  wants(name: string): boolean
  readonly relabel: readonly RelabelRule[]
}

/** A checked configuration of one target. */
export interface ScrapePlan extends PageRules {
  /** As on /healthz, in the log and in metrics. */
  readonly name: string
  readonly server: WebServer
  readonly everyMs: number
  readonly timeoutMs: number
  readonly maxBytes: number
}

/**
 * A plan for every target, after what a schema cannot check: how settings go together.
 * @throws HS_CONFIG_INVALID, HS_LABELS_INVALID, HS_SOURCE_INVALID, HS_FILE_UNREADABLE
 */
export function scrapePlans(config: ScrapeConfig, surroundings: Surroundings): readonly ScrapePlan[] {
  const { urls, everyMs, timeoutMs, maxBytes, keep, drop } = config
  const where = `scrape ${urls[0]}`
  if (timeoutMs >= everyMs) {
    const message = `${where}: timeoutMs is ${timeoutMs} and must be less than everyMs, ${everyMs}.`
    throw new HomeostatError('HS_CONFIG_INVALID', { message, value: timeoutMs, limit: everyMs })
  }
  if (config.source !== '' && urls.length > 1) {
    const message = `${where}: ${urls.length} addresses cannot have one source; leave \`source\` out, or make an entry for each.`
    throw new HomeostatError('HS_CONFIG_INVALID', { message, value: config.source })
  }
  const kept = keep.map((pattern) => whole(pattern, where))
  const dropped = drop.map((pattern) => whole(pattern, where))
  const wants = (name: string) =>
    (kept.length === 0 || kept.some((pattern) => pattern.test(name))) && !dropped.some((pattern) => pattern.test(name))
  const relabel = config.relabel.map((rule) => ({ ...rule, match: whole(rule.match, where) }))
  return urls.map((url) => {
    const { host } = URL.canParse(url) ? new URL(url) : { host: url }
    const name = config.source || host
    const server = serverOf('scrape', scrapeCodes, { ...config, name, url: withPage(url) }, surroundings)
    const given = { metrics: { any: 0 }, labels: config.labels }
    const { source, labels } = validateFrame(given, { source: name, at: 0, where: `scrape ${name}` })
    return { name, server, everyMs, timeoutMs, maxBytes, source, labels, wants, relabel }
  })
}

/** Where exporters have their page unless somebody says otherwise. */
function withPage(url: string): string {
  if (!URL.canParse(url)) return url
  const parsed = new URL(url)
  if (parsed.pathname === '/') parsed.pathname = '/metrics'
  return parsed.href
}

function whole(pattern: string, where: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HomeostatError('HS_CONFIG_INVALID', { message: `${where}: ${why}.`, value: pattern, cause })
  }
}
