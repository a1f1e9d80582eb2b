/** @import { Source } from './shapes.ts' */

/**
 * How far a source is learned, as a few words; undefined when it is learned.
 * @param {Source} source
 * @param {number} learnSamples
 */
export function learningOf({ learning, frames, metrics }, learnSamples) {
  const learned = Math.min(...learning.map((each) => each.learned))
  const total = Math.max(metrics, ...learning.map((each) => each.total))
  if (learning.length > 0 && learned >= total) return undefined
  if (learning.length > 0 && learned > 0) return `learned ${learned} of ${total} metrics`
  return frames < learnSamples ? `learning: ${frames} of ${learnSamples} samples` : `learning: 0 of ${total} metrics`
}

/**
 * Learned share of all series of all sources, 0 to 1; undefined where there are none.
 * @param {readonly Source[]} sources
 */
export function learnedShare(sources) {
  const all = sources.filter(({ forgotten }) => !forgotten).flatMap(({ learning }) => learning)
  const total = all.reduce((sum, each) => sum + each.total, 0)
  return total === 0 ? undefined : all.reduce((sum, each) => sum + each.learned, 0) / total
}
