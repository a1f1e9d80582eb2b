/** @import { Series } from './shapes.ts' */

/**
 * The same points with a hole wherever nothing was measured for much longer than usual, so that no line is drawn through silence.
 * @param {Series} series
 * @returns {Pick<Series, 'at' | 'value' | 'low' | 'high'>}
 */
export function withGaps({ at, value, low, high }) {
  const steps = at.slice(1).map((time, i) => time - (at[i] ?? time))
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  /** @type {{ at: number[], value: (number | null)[], low: (number | null)[], high: (number | null)[] }} */
  const result = { at: [], value: [], low: [], high: [] }
  at.forEach((time, i) => {
    if (i > 0 && (steps[i - 1] ?? 0) > GAP * usual) {
      result.at.push((at[i - 1] ?? 0) + usual)
      for (const column of [result.value, result.low, result.high]) column.push(null)
    }
    result.at.push(time)
    result.value.push(value[i] ?? null)
    result.low.push(low[i] ?? null)
    result.high.push(high[i] ?? null)
  })
  return result
}

const GAP = 4
