/**
 * Milliseconds of a Retry-After header, in seconds or as a date (RFC 9110, 10.2.3); undefined without one that can be read. Never more
 * than an hour: a mistake of a proxy must not silence a source for ever.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_MS)
}

const LONGEST_MS = 3_600_000
