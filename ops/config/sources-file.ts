import { dirname, resolve } from 'node:path'
import { Type } from '@sinclair/typebox'
import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { remoteWriteConfig } from '../../connectors/sources/remote-write/remote-write-config.ts'
import { remoteWritePlan } from '../../connectors/sources/remote-write/remote-write-plan.ts'
import { scrapeConfig } from '../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../connectors/sources/scrape/scrape-plan.ts'
import { configSchema, configure } from '../../schemas/core/config.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { parseYaml } from './parse-yaml.ts'
import type { SourcePlans } from './source-plans.ts'

const sourcesConfig = configSchema({
  prometheus: Type.Array(Type.Unknown(), { default: [], maxItems: 50, description: 'Prometheus-compatible servers.' }),
  scrape: Type.Array(Type.Unknown(), { default: [], maxItems: 200, description: 'Targets whose pages are read.' }),
  remoteWrite: Type.Unknown({ default: {}, description: 'What is made of remote writes.' }),
})

/**
 * The servers of a file in YAML (or JSON, which is YAML too), checked whole before anything is asked.
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID with the line, or the path of the setting
 */
export function readSourcesFile(path: string, env: Readonly<Record<string, string | undefined>>): SourcePlans {
  const given = configure('sources', sourcesConfig, parseYaml(path) ?? {})
  const surroundings = { env, folder: dirname(resolve(path)) }
  const prometheus = given.prometheus.map((one) => prometheusPlan(configure('prometheus', prometheusConfig, one), surroundings))
  const scrape = given.scrape.flatMap((one) => scrapePlans(configure('scrape', scrapeConfig, one), surroundings))
  refuseTwice(path, 'servers', 'name', prometheus)
  refuseTwice(path, 'targets', 'source', scrape)
  const remoteWrite = remoteWritePlan(configure('remote-write', remoteWriteConfig, given.remoteWrite), surroundings)
  return { prometheus, scrape, remoteWrite }
}

function refuseTwice(path: string, what: string, setting: string, plans: readonly { readonly name: string }[]): void {
  const names = new Set<string>()
  for (const { name } of plans) {
    if (names.has(name)) {
      const message = `${path}: two ${what} are called ${name}; give each a \`${setting}\` of its own.`
      throw new HomeostatError('HS_CONFIG_INVALID', { message, value: name })
    }
    names.add(name)
  }
}
