/** What may still be spent, and when that was worked out. */
export interface TokenBucket {
  readonly tokens: number
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

/** A bucket holds `size` tokens at most and gets `size` new ones in `periodMs`, evenly. */
export interface BucketSize {
  readonly size: number
  readonly periodMs: number
}

/**
 * The bucket as it is at `at`, refilled for the time that has passed (Turner 1986, "New directions in communications"). Time that goes
 * backwards refills nothing. O(1).
 */
export function refilled(bucket: TokenBucket, at: number, { size, periodMs }: BucketSize): TokenBucket {
  if (!(at > bucket.at)) return bucket
  return { tokens: Math.min(size, bucket.tokens + (size * (at - bucket.at)) / periodMs), at }
}

/**
 * Takes one token at `at`, out of a full bucket where there was none yet.
 *
 * @returns  the bucket after it, and whether there was one to take
 */
export function takeToken(bucket: TokenBucket | null, at: number, size: BucketSize): { bucket: TokenBucket; taken: boolean } {
  const now = refilled(bucket ?? { tokens: size.size, at }, at, size)
  const taken = now.tokens >= 1
  return { bucket: taken ? { ...now, tokens: now.tokens - 1 } : now, taken }
}
