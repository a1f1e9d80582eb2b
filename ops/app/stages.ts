import { auditStage } from '../../streams/audit/audit-stage.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../streams/sense/signals-stage.ts'

/** Every stage of an installation, in the order in which records pass through them. */
export const stages: readonly Stage[] = [senseStage, signalsStage, auditStage]
