import { medianInPlace } from './median.ts'

/** Blocks that a learning phase is cut into. */
export const BLOCKS = 6

/** Numbers that one series needs while it learns: mean and mean square deviation of each block. */
export const BLOCK_CELLS = 2 * BLOCKS

/**
 * Adds an observation to the moments of its block (Welford 1962), in place. O(1), no allocation.
 *
 * @param cells     BLOCK_CELLS numbers a series: the blocks' means, then their variances; zero before the first observation
 * @param at        index of the series' first number
 * @param value     must be finite
 * @param nth       how many observations came before, 0 <= nth < BLOCKS * perBlock
 * @param perBlock  observations a block, >= 2
 */
export function blockStep(cells: Float64Array, at: number, value: number, nth: number, perBlock: number): void {
  const mean = at + Math.floor(nth / perBlock)
  const variance = mean + BLOCKS
  const count = (nth % perBlock) + 1
  const deviation = value - cells[mean]
  cells[mean] += deviation / count
  cells[variance] += (deviation * (value - cells[mean]) - cells[variance]) / count
}

/**
 * Centre and variance from full blocks, by the median of the blocks' means (Lerasle & Oliveira 2011): up to BLOCKS / 2 - 1 blocks may
 * hold anything, such as the burst of work with which a system starts, without moving the result out of the range of the others.
 * Writes centre and variance to `target[to]` and `target[to + 1]`. O(BLOCKS²).
 */
export function blockMoments(cells: Float64Array, at: number, target: Float64Array, to: number): void {
  const scratch = cells.slice(at, at + BLOCKS)
  const centre = medianInPlace(scratch)
  for (let i = 0; i < BLOCKS; i += 1) {
    const off = cells[at + i] - centre
    scratch[i] = cells[at + BLOCKS + i] + off * off
  }
  target[to] = centre
  target[to + 1] = medianInPlace(scratch)
}
