import { remoteWriteConfig } from '../../connectors/sources/remote-write/remote-write-config.ts'
import { remoteWritePlan } from '../../connectors/sources/remote-write/remote-write-plan.ts'
import { configure } from '../../schemas/core/config.ts'
import type { SourcePlans } from './source-plans.ts'

/** Nobody is asked, and what is sent is taken by the defaults. */
export function noSourcePlans(): SourcePlans {
  const remoteWrite = remoteWritePlan(configure('remote-write', remoteWriteConfig, {}), { env: {}, folder: '.' })
  return { prometheus: [], scrape: [], remoteWrite }
}
