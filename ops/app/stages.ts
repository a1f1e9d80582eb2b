import { auditStage } from '../../streams/audit/audit-stage.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { seasonsStage } from '../../streams/sense/seasons-stage.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../streams/sense/signals-stage.ts'

/** Every stage of an installation. */
export const stages: readonly Stage[] = [senseStage, signalsStage, auditStage, seasonsStage]
