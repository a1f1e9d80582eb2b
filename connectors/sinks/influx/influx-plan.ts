import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { secretOf } from '../../sources/web/secret-of.ts'
import type { Surroundings } from '../../sources/web/server-of.ts'
import type { InfluxConfig } from './influx-config.ts'

/** A checked configuration. */
export interface InfluxPlan
  extends Pick<InfluxConfig, 'name' | 'url' | 'org' | 'bucket' | 'signals' | 'frames' | 'timeoutMs' | 'settleMs'> {
  /** As it is now; empty where none is configured. Throws HS_FILE_UNREADABLE, HS_INFLUX_UNAUTHORIZED. */
  token(): string
}

/** @throws HS_CONFIG_INVALID */
export function influxPlan(config: InfluxConfig, { env, folder }: Surroundings): InfluxPlan {
  const { name, url: given, tokenFile, tokenEnv } = config
  const invalid = (what: string) => new HomeostatError('HS_CONFIG_INVALID', { message: `influx ${name}: ${what}.`, value: name })
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw invalid('url must be http://host:port or https://…')
  if (url.username !== '' || url.password !== '') throw invalid('the url holds a password; use tokenFile or tokenEnv')
  const place = { owner: `influx ${name}`, what: 'token', file: tokenFile, variable: tokenEnv } as const
  const token = secretOf({ ...place, refused: 'HS_INFLUX_UNAUTHORIZED' }, { env, folder })
  if (!config.signals && !config.frames) throw invalid('there is nothing to write: signals and frames are both off')
  return {
    ...config,
    url: url.href.replace(/\/+$/, ''),
    token: token ?? (() => ''),
  }
}
