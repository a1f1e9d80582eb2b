import { resolve } from 'node:path'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../../schemas/core/read-text-file.ts'
import type { Surroundings } from '../../sources/web/server-of.ts'
import type { InfluxConfig } from './influx-config.ts'

/** A checked configuration. */
export interface InfluxPlan
  extends Pick<InfluxConfig, 'name' | 'url' | 'org' | 'bucket' | 'signals' | 'frames' | 'timeoutMs' | 'settleMs'> {
  /** As it is now; empty without one. Throws HS_FILE_UNREADABLE. */
  token(): string
}

/** @throws HS_CONFIG_INVALID */
export function influxPlan(config: InfluxConfig, { env, folder }: Surroundings): InfluxPlan {
  const { name, url: given, tokenFile, tokenEnv } = config
  const invalid = (what: string) => new HomeostatError('HS_CONFIG_INVALID', { message: `influx ${name}: ${what}.`, value: name })
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw invalid('url must be http://host:port or https://…')
  if (url.username !== '' || url.password !== '') throw invalid('the url holds a password; use tokenFile or tokenEnv')
  if (tokenFile !== '' && tokenEnv !== '') throw invalid('tokenFile and tokenEnv exclude each other')
  if (!config.signals && !config.frames) throw invalid('there is nothing to write: signals and frames are both off')
  return {
    ...config,
    url: url.href.replace(/\/+$/, ''),
    token() {
      if (tokenFile !== '') return readTextFile(resolve(folder, tokenFile), 'tokenFile').trim()
      return tokenEnv === '' ? '' : (env[tokenEnv] ?? '')
    },
  }
}
