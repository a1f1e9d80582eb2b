import { ControlRequests } from '../../schemas/topics.ts'
import type { Stage } from '../runtime/api/stage.ts'
import { alarmBudget } from './alarm-budget.ts'

/** Decides which findings call a person: findings and what people say of signals in, signals out. */
export const signalsStage: Stage = {
  name: 'signals',
  module: import.meta.url,
  side: 'decision',
  processors: [alarmBudget],
  joined: [ControlRequests],
}
