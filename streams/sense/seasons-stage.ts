import type { Stage } from '../runtime/api/stage.ts'
import { seasonal } from './seasonal.ts'

/** Knows the week of every series: bars in, findings out. */
export const seasonsStage: Stage = {
  name: 'seasons',
  module: import.meta.url,
  side: 'telemetry',
  processors: [seasonal],
  snapshotPatience: 24,
}
