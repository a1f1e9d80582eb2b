import { frameLimits } from '../../schemas/telemetry/frame-limits.ts'

/** Whether a source and a metric have names that a frame may hold. */
export function fitsInFrame(source: string, metric: string): boolean {
  const isShort = Buffer.byteLength(source) <= frameLimits.sourceBytes && Buffer.byteLength(metric) <= frameLimits.metricNameBytes
  return isShort && !UNPRINTABLE.test(source) && !UNPRINTABLE.test(metric)
}

/** Control characters and halves of a surrogate pair, as frames refuse them. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u
