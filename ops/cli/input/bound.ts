import { parseTime } from './time.ts'

/** Where reading a topic begins or ends: an offset, or an event time. */
export type Bound = { readonly offset: number } | { readonly time: number }

/** An offset (up to 11 digits), or what `parseTime` reads. */
export function parseBound(text: string, now?: number): Bound {
  return /^\d{1,11}$/.test(text) ? { offset: Number(text) } : { time: parseTime(text, now) }
}
