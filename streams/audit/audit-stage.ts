import { tenantOf } from '../../schemas/cloudevents/tenant-of.ts'
import type { Stage } from '../runtime/api/stage.ts'
import { auditChain } from './audit-chain.ts'

/** Writes down who did what: requests and their answers in, one chain of entries a tenant out. */
export const auditStage: Stage = {
  name: 'audit',
  module: import.meta.url,
  side: 'decision',
  processors: [auditChain],
  stateKey: tenantOf,
  permanent: true,
}
