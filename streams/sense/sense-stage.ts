import { PolicyEvents, SenseRequests } from '../../schemas/topics.ts'
import type { Stage } from '../runtime/api/stage.ts'
import { bars } from './bars.ts'
import { ewma } from './ewma.ts'
import { levelShift } from './level-shift.ts'
import { missing } from './missing.ts'
import { novelty } from './novelty.ts'
import { rules } from './rules/rules.ts'
import { stuck } from './stuck.ts'

/** Watches every sample: telemetry in, findings and bars out. */
export const senseStage: Stage = {
  name: 'sense',
  module: import.meta.url,
  side: 'telemetry',
  processors: [ewma, levelShift, novelty, stuck, missing, bars, rules],
  requests: SenseRequests,
  joined: [PolicyEvents],
  intake: {
    graceMs: 60_000,
    futureMs: 300_000,
    forgetMs: 86_400_000,
    maxSources: 10_000,
    maxMetrics: 2000,
  },
}
