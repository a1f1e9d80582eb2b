import { configure } from '../../schemas/core/config.ts'
import { alarmBudget } from '../../streams/sense/alarm-budget.ts'
import { AlarmBudgetConfig } from '../../streams/sense/alarm-budget-config.ts'
import { ewma } from '../../streams/sense/ewma.ts'
import { EwmaConfig } from '../../streams/sense/ewma-config.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../streams/sense/signals-stage.ts'

/** Settings of the stages that people are told of, as the stages have them. */
export const rules = {
  alarmBudget: configure(alarmBudget.name, AlarmBudgetConfig, signalsStage.config?.[alarmBudget.name]),
  learnSamples: configure(ewma.name, EwmaConfig, senseStage.config?.[ewma.name]).learnSamples,
}
