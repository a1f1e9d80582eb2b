import { audit } from '../../projections/models/audit.ts'
import { bars } from '../../projections/models/bars.ts'
import { budgetModel } from '../../projections/models/budget.ts'
import { deadLetters } from '../../projections/models/dead-letters.ts'
import { mutes } from '../../projections/models/mutes.ts'
import { rulesModel } from '../../projections/models/rules.ts'
import { series } from '../../projections/models/series.ts'
import { signals } from '../../projections/models/signals.ts'
import { sources } from '../../projections/models/sources.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { rules } from './rules.ts'

/** Every read model of an installation. */
export const readModels: readonly ReadModel[] = [
  signals,
  mutes,
  rulesModel,
  sources,
  series,
  bars,
  budgetModel(rules.alarmBudget),
  audit,
  deadLetters,
]
