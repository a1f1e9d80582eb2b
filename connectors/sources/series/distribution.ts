import { bucketQuantile } from './bucket-quantile.ts'
import { type Growth, hasGrown, NEVER, rateOf } from './growth.ts'

/** What a histogram or a summary gives, by the ending of its name. */
export const distributionEndings = ['rate', 'mean', 'p50', 'p90', 'p99'] as const

export type DistributionEnding = (typeof distributionEndings)[number]

export interface Bucket {
  readonly bound: number
  readonly growth: Growth
}

/** A histogram or a summary, put together from its series. */
export interface Distribution {
  /** In order of their bounds. */
  readonly buckets: Bucket[]
  count: Growth | undefined
  sum: Growth | undefined
  /** Instant of the newest value. */
  at: number
  /** What of this instant has been told. */
  readonly told: Set<DistributionEnding>
}

export function noDistribution(): Distribution {
  return { buckets: [], count: undefined, sum: undefined, at: NEVER, told: new Set() }
}

/** False for buckets among which the infinite one is not: what lies above the last bound is not known then. */
export function isWhole({ buckets }: Distribution): boolean {
  return buckets.length === 0 || buckets[buckets.length - 1].bound === Number.POSITIVE_INFINITY
}

/**
 * Tells what can be told of the newest instant and has not been: the rate of the observations, their mean, and quantiles of those since the
 * instant before. Without observations there is only a rate, 0. Where buckets are missing yet, quantiles wait for them.
 */
export function tellDistribution(distribution: Distribution, tell: (ending: DistributionEnding, value: number) => void): void {
  const { buckets, count, sum, at, told } = distribution
  const now = (growth: Growth | undefined) => growth !== undefined && growth.at === at && hasGrown(growth)
  const once = (ending: DistributionEnding, value: number) => {
    if (told.has(ending)) return
    told.add(ending)
    tell(ending, value)
  }
  const observations = count ?? buckets[buckets.length - 1]?.growth
  if (observations === undefined || !now(observations)) return
  once('rate', rateOf(observations))
  if (observations.increase === 0) return
  if (sum?.at === at && Number.isFinite(sum.increase)) once('mean', sum.increase / observations.increase)
  if (buckets.length === 0 || told.has('p50') || !buckets.every(({ growth }) => now(growth))) return
  const bounds = buckets.map(({ bound }) => bound)
  const counts = rising(buckets.map(({ growth }) => growth.increase))
  for (const [ending, q] of quantiles) {
    const value = bucketQuantile(bounds, counts, q)
    if (!Number.isNaN(value)) once(ending, value)
  }
}

const quantiles = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
] as const

/** Buckets are counted one after the other, so a larger one may be a little behind. */
function rising(counts: number[]): number[] {
  for (let i = 1; i < counts.length; i++) counts[i] = Math.max(counts[i], counts[i - 1])
  return counts
}
