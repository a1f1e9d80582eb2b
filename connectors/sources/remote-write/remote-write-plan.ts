import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import { secretOf } from '../web/secret-of.ts'
import type { Surroundings } from '../web/server-of.ts'
import type { RemoteWriteConfig } from './remote-write-config.ts'

/** A checked configuration of what is made of remote writes. */
export interface RemoteWritePlan {
  readonly groupBy: readonly string[]
  readonly prefix: string
  readonly labels: Readonly<Record<string, string>>
  readonly maxSeries: number
  /** The token that senders must have, as it is now; undefined where none is wanted. Throws HS_FILE_UNREADABLE, HS_REMOTE_WRITE_UNAUTHORIZED. */
  readonly token: (() => string) | undefined
}

/** @throws HS_CONFIG_INVALID, HS_LABELS_INVALID */
export function remoteWritePlan(config: RemoteWriteConfig, { env, folder }: Surroundings): RemoteWritePlan {
  const { groupBy, prefix, maxSeries, tokenFile, tokenEnv } = config
  const invalid = (what: string) => new HomeostatError('HS_CONFIG_INVALID', { message: `remoteWrite: ${what}.`, value: what })
  const place = { owner: 'remoteWrite', what: 'token', file: tokenFile, variable: tokenEnv } as const
  const token = secretOf({ ...place, refused: 'HS_REMOTE_WRITE_UNAUTHORIZED' }, { env, folder })
  if (groupBy.length === 0) throw invalid('groupBy must name a label')
  const given = { metrics: { any: 0 }, labels: config.labels }
  const { labels } = validateFrame(given, { source: `${prefix}any`, at: 0, where: 'remoteWrite' })
  return { groupBy, prefix, labels, maxSeries, token }
}
