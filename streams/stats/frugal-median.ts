/**
 * One step towards the median of positive numbers, in a tenth of the estimate (after Ma, Muthukrishnan & Sandler 2013, "Frugal streaming
 * for estimating quantiles"): up when the new number is larger, down when it is smaller, to the number itself when that is nearer. Needs
 * one number of memory; settles within a tenth of the median, whatever single numbers are.
 *
 * @param median  the estimate so far; 0 before the first number
 * @param value   > 0
 */
export function frugalMedian(median: number, value: number): number {
  if (median === 0) return value
  if (value > median) return Math.min(value, median * (1 + STEP))
  return Math.max(value, median * (1 - STEP))
}

const STEP = 0.1
