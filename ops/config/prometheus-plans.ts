import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { type PrometheusPlan, prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../schemas/core/config.ts'
import { sourcesFileOf } from './sources-file-name.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The servers that an installation asks: those of the file that is named, or the one at a URL with queries that it looks for itself; without
 * a name those of `sources.yaml` in the data folder.
 *
 * @param given  file or URL
 * @throws what readSourcesFile throws
 */
export async function prometheusPlans(
  given: string | undefined,
  data: string,
  env: Environment,
): Promise<readonly PrometheusPlan[]> {
  if (given !== undefined && isUrl(given)) return [planOfUrl(given, env)]
  const path = given ?? sourcesFileOf(data)
  if (path === undefined) return []
  const { readSourcesFile } = await import('./sources-file.ts') // reading YAML takes its time to load
  return readSourcesFile(path, env)
}

/**
 * A server of which only the URL is known; what it wants to see comes from the environment.
 * @throws HS_CONFIG_INVALID, HS_FILE_UNREADABLE
 */
export function planOfUrl(url: string, env: Environment): PrometheusPlan {
  const given: Record<string, string> = { url }
  for (const [key, variable] of Object.entries(prometheusVariables)) {
    const text = env[variable] ?? ''
    if (text !== '') given[key] = text
  }
  for (const [key, variable] of Object.entries(secretVariables)) if ((env[variable] ?? '') !== '') given[key] = variable
  return prometheusPlan(configure('prometheus', prometheusConfig, given), { env, folder: process.cwd() })
}

export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** Where the settings of a server stand that is given by its URL alone. */
const prometheusVariables: Readonly<Record<string, string>> = {
  tokenFile: 'HOMEOSTAT_PROMETHEUS_TOKEN_FILE',
  username: 'HOMEOSTAT_PROMETHEUS_USERNAME',
  passwordFile: 'HOMEOSTAT_PROMETHEUS_PASSWORD_FILE',
  tenant: 'HOMEOSTAT_PROMETHEUS_TENANT',
  caFile: 'HOMEOSTAT_PROMETHEUS_CA_FILE',
}

/** Variables that hold a secret are named in the plan; they are looked up when it is sent. */
const secretVariables: Readonly<Record<string, string>> = {
  tokenEnv: 'HOMEOSTAT_PROMETHEUS_TOKEN',
  passwordEnv: 'HOMEOSTAT_PROMETHEUS_PASSWORD',
}
