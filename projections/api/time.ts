import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * A time of a request: RFC 3339, or milliseconds since 1970.
 * @throws HS_TIME_INVALID
 */
export function readTime(text: string): number {
  const at = /^-?\d{1,16}$/.test(text) ? Number(text) : Date.parse(text)
  if (!Number.isFinite(at)) throw new HomeostatError('HS_TIME_INVALID', { value: text.slice(0, 50) })
  return at
}

/** RFC 3339 in UTC; null for what is not a time that a calendar has. */
export function showTime(at: unknown): string | null {
  if (typeof at !== 'number' || Math.abs(at) > LAST_DAY) return null
  return new Date(at).toISOString()
}

const LAST_DAY = 8.64e15 // ECMA-262, time range
