import type { Ending } from './episode.ts'

export interface HintParts {
  readonly metric: string
  readonly unit: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly basis: string
  readonly lastedMs: number
  readonly ending: Ending | undefined
  /** Where to look first; empty when that is not known. */
  readonly advice: string
}

/**
 * One sentence for a person.
 *
 * @example
 * 'cpu_usage is 98 %, expected 3–12 % (EWMA over the last 50 samples), for 5 s'
 */
export function hintOf(parts: HintParts): string {
  const is = `${parts.metric} is ${quantity(parts.value, parts.unit)}`
  const range = `${short(parts.low)}–${quantity(parts.high, parts.unit)}`
  const lasted = duration(parts.lastedMs)
  if (parts.ending === 'returned') return `${is} again, expected ${range}, after ${lasted}`
  if (parts.ending === 'relearned') return `${is} and has stayed there for ${lasted}: this counts as its range from now on`
  return `${is}, expected ${range} (${parts.basis}), for ${lasted}${parts.advice === '' ? '' : `: ${parts.advice}`}`
}

/** A number as a person would write it, with its unit. */
export function quantity(value: number, unit: string): string {
  return unit === '' ? short(value) : `${short(value)} ${unit}`
}

/** Three significant digits, without an exponent where a person would not write one. */
function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2)
  return size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

/** Seconds, minutes or hours, whichever a person would say. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
