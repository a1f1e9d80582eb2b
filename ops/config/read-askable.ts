import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { type PrometheusPlan, prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../schemas/core/config.ts'
import { FROM_ENVIRONMENT } from '../analyze/choose-server.ts'
import { configOfUrl } from './config-of-url.ts'
import { readSourcePlans } from './read-source-plans.ts'

/**
 * The Prometheus servers to which somebody's expressions may be put: that of PROM_URL, and those that are watched anyway.
 *
 * @param given  file or URL, as `--prometheus` names it
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID, HS_LABELS_INVALID
 */
export async function readAskable(
  given: string | undefined,
  data: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly PrometheusPlan[]> {
  const { prometheus } = await readSourcePlans(given, data, env)
  const url = env.PROM_URL
  if (!url || given !== undefined) return prometheus
  const config = configure('prometheus', prometheusConfig, { ...configOfUrl(url, env), name: FROM_ENVIRONMENT })
  return [prometheusPlan(config, { env, folder: process.cwd() }), ...prometheus]
}
