/**
 * A moment as tapes write it, in milliseconds since 1970 UTC; undefined when it is none.
 *
 * Accepts ISO 8601 (`2014-02-14 14:27:00`, `2014-02-14T14:27:00.5+01:00`, `2014-02-14`; without a zone it is UTC, so that a tape means the
 * same on every machine) and numbers: below 10¹¹ seconds, from there on milliseconds, which is unambiguous from 1973 to 5138.
 */
export function parseTime(text: string): number | undefined {
  const trimmed = text.trim()
  return NUMBER.test(trimmed) ? fromNumber(Number(trimmed)) : fromIso(trimmed)
}

const NUMBER = /^\d+(\.\d+)?$/

function fromNumber(value: number): number | undefined {
  const ms = Math.round(value < SMALLEST_MILLISECONDS ? value * 1000 : value)
  return ms <= LATEST ? ms : undefined
}

const SMALLEST_MILLISECONDS = 1e11

/** 31 December 9999, the last that ISO 8601 writes with four digits. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?)?$/

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  // Date.UTC carries 31 February over into March.
  const isReal =
    new Date(local).toISOString().startsWith(`${match[1]}-${match[2]}-${match[3]}`) && hour < 24 && minute < 60 && second < 60
  const at = local - offsetMs(match[8])
  return isReal && at >= 0 ? at : undefined
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const digits = zone.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return (digits[0] === '-' ? -1 : 1) * minutes * 60_000
}
