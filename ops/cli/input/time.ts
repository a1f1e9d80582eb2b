import { InvalidArgumentError } from 'commander'

/**
 * A point in time in milliseconds since 1970: RFC 3339 (a date alone is its midnight UTC), milliseconds (13 digits), or a span before
 * now such as `-10m`.
 */
export function parseTime(text: string, now: number = Date.now()): number {
  const [, span, unit] = /^-(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text) ?? []
  if (span !== undefined) return now - Number(span) * spans[unit]
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    throw new InvalidArgumentError('Give 2026-01-31T12:00:00Z, milliseconds since 1970, or a span before now such as -10m.')
  return at
}

const spans: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
