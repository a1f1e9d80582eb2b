/** @import { Topic } from './shapes.ts' */

/**
 * Records that each reader is behind, over all partitions; stages first.
 * @param {readonly Topic[]} topics
 * @returns {readonly { readonly reader: string, readonly lag: number }[]}
 */
export function lagOf(topics) {
  /** @type {Map<string, number>} */
  const lags = new Map()
  for (const { readers } of topics) for (const { reader, lag } of readers) lags.set(reader, (lags.get(reader) ?? 0) + lag)
  return [...lags]
    .map(([reader, lag]) => ({ reader, lag }))
    .sort((a, b) => Number(b.reader.startsWith('stage:')) - Number(a.reader.startsWith('stage:')))
}
