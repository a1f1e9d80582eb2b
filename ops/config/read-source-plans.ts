import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../schemas/core/config.ts'
import { configOfUrl } from './config-of-url.ts'
import { noSourcePlans } from './no-source-plans.ts'
import { settingsFolder } from './settings-folder.ts'
import type { SourcePlans } from './source-plans.ts'
import { sourcesFileOf } from './sources-file-name.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The servers and targets that an installation asks: those of the file that is named, or the Prometheus at a URL with queries that it looks
 * for itself; without a name those of `sources.yaml` in the folder of settings.
 *
 * @param given  file or URL
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID, HS_LABELS_INVALID
 */
export async function readSourcePlans(given: string | undefined, data: string, env: Environment): Promise<SourcePlans> {
  if (given !== undefined && isUrl(given)) {
    const config = configure('prometheus', prometheusConfig, configOfUrl(given, env))
    return { ...noSourcePlans(), prometheus: [prometheusPlan(config, { env, folder: process.cwd() })] }
  }
  const path = given ?? sourcesFileOf(settingsFolder(data, env))
  if (path === undefined) return noSourcePlans()
  const { readSourcesFile } = await import('./sources-file.ts') // reading YAML takes its time to load
  return readSourcesFile(path, env)
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text)
}
