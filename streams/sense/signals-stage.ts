import type { Stage } from '../runtime/api/stage.ts'
import { alarmBudget } from './alarm-budget.ts'

/** Decides which findings call a person: findings in, signals out. */
export const signalsStage: Stage = {
  name: 'signals',
  module: import.meta.url,
  side: 'decision',
  processors: [alarmBudget],
}
