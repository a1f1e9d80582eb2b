import { meanChanges } from './mean-changes.ts'
import { pelt } from './pelt.ts'
import { squaredCost } from './squared-cost.ts'
import { standardised } from './standardised.ts'

/** Penalty of a change in log n, as in the modified Bayes information criterion (Zhang & Siegmund 2007). */
const PENALTY = 3

/**
 * Where the mean of a series changes, with one setting for all: least squares over the standardised dimensions, and a penalty of 3 log n
 * for each change. By functional pruning in one dimension, by PELT in several.
 *
 * @param columns  one array a dimension, of the same length, all finite
 * @returns        index of the first observation after each change, ascending; the end of the series is none
 */
export function changePoints(columns: readonly Float64Array[]): Int32Array {
  const length = columns[0]?.length ?? 0
  if (length < 2) return new Int32Array(0)
  const penalty = PENALTY * Math.log(length)
  const scaled = columns.map(standardised)
  return scaled.length === 1 ? meanChanges(scaled[0], penalty) : pelt(squaredCost(scaled), penalty)
}
