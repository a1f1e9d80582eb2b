import { barWidths } from '../../../schemas/telemetry/bar-widths.ts'

/** Every sample, or bars of so long: from the finest to the coarsest. */
export const resolutions = ['detail', '15m', '1h'] as const

export type Resolution = (typeof resolutions)[number]

/** Longer ranges are never read sample by sample. */
export const LONGEST_DETAIL_MS = 24 * barWidths.hourMs
const LONGEST_QUARTERS_MS = 90 * 24 * barWidths.hourMs

/** The coarsest that still has as many as are asked for, unless that would be more than one answer should read. */
export function resolutionFor(rangeMs: number, points: number): Resolution {
  if (rangeMs > LONGEST_QUARTERS_MS || rangeMs >= points * barWidths.hourMs) return '1h'
  if (rangeMs > LONGEST_DETAIL_MS || rangeMs >= points * barWidths.quarterMs) return '15m'
  return 'detail'
}
