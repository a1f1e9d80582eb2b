import { MOST_SERIES } from './series-table.ts'

/**
 * Where in the frame that is being folded the samples stand that need more than the hot path. One for all detectors and sources, because
 * nothing in it outlives the frame.
 */
export const OTHERS = new Int32Array(MOST_SERIES)
