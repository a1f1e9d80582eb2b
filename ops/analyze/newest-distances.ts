import { mean, sampleStandardDeviation } from 'simple-statistics'
import { configure } from '../../schemas/core/config.ts'
import { ewma } from '../../streams/sense/ewma.ts'
import { EwmaConfig } from '../../streams/sense/ewma-config.ts'
import { kindOf, kinds } from '../../streams/sense/series-limits.ts'
import { CENTRE, Phase, type SeriesTable } from '../../streams/sense/series-table.ts'
import { ewmaStep } from '../../streams/stats/ewma-step.ts'
import { standaloneContext } from './standalone-context.ts'

/** How far the newest sample lies from what came before it; null where there is too little of that. */
export interface Distances {
  /** From the mean of all of it, in its standard deviations. */
  readonly zscore: number | null
  /** From the moving centre of the detector `ewma`, in the spreads that it counts in. */
  readonly ewma: number | null
}

/** Both with the spread that is always there, by the name of the metric, added in quadrature. */
export function newestDistances(metric: string, times: readonly number[], values: readonly number[]): Distances {
  const before = values.slice(0, -1)
  const newest = values[values.length - 1]
  return { zscore: zscoreOf(metric, before, newest), ewma: ewmaOf(metric, times, before, newest) }
}

function zscoreOf(metric: string, before: readonly number[], newest: number): number | null {
  if (before.length < 2) return null
  const numbers = [...before]
  const centre = mean(numbers)
  const distance = (newest - centre) / Math.hypot(sampleStandardDeviation(numbers), floorOf(metric, centre))
  return Number.isFinite(distance) ? distance : null // squares of numbers near the largest that are allowed
}

/** Folds what came before with the detector itself, and takes its next step. */
function ewmaOf(metric: string, times: readonly number[], before: readonly number[], newest: number): number | null {
  const context = standaloneContext(ewma, 'default/series', () => {})
  const names = [metric]
  before.forEach((value, i) => {
    ewma.on.Frame?.({ source: 'series', at: times[i], names, values: Float64Array.of(value), labels: {} }, context)
  })
  const table = context.state as SeriesTable // of this processor
  if (before.length === 0 || table.phases[0] === Phase.learning) return null
  const { alpha, beta, bound } = configure(ewma.name, EwmaConfig, {})
  const distance = ewmaStep(table.cells, 0, newest, alpha, beta, floorOf(metric, table.cells[CENTRE]), bound)
  return Number.isFinite(distance) ? distance : null
}

function floorOf(metric: string, centre: number): number {
  const { floor, share } = kinds[kindOf(metric)]
  return floor + share * Math.abs(centre)
}
