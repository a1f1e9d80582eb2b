/** What is known of a series by its name alone. */
export interface SeriesLimits {
  /** Which way is worse: 1 up, -1 down, 0 both. */
  readonly direction: 1 | -1 | 0
  /** Smallest spread that counts, in the unit of the series. */
  readonly floor: number
  /** Smallest spread that counts, as a share of the level. */
  readonly share: number
  /** As it stands behind a number; empty when unknown. */
  readonly unit: string
}

/** Every kind of series, by number; 0 is the one of which nothing is known. */
export const kinds: readonly SeriesLimits[] = [
  { direction: 0, floor: 1e-6, share: 0.05, unit: '' },
  { direction: 1, floor: 4, share: 0.05, unit: '%' },
]

/**
 * The kind of a metric, as an index of `kinds`. A detector asks for several spreads, so a floor of 4 % of CPU means that a change by
 * less than about 24 points is never an alarm. Names that are not known have only a share of their level, and both directions count.
 *
 * @param metric  `name` or `name{label="value"}`
 */
export function kindOf(metric: string): number {
  const brace = metric.indexOf('{')
  return known.get(brace < 0 ? metric : metric.slice(0, brace)) ?? 0
}

const known: ReadonlyMap<string, number> = new Map([['cpu_usage', 1]])
