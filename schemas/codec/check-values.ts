import { HomeostatError } from '../core/homeostat-error.ts'
import { frameLimits } from '../telemetry/frame-limits.ts'

/** The refusal of a frame of which at least one value is not finite or out of range; it names the first. */
export function wrongValue(source: string, names: readonly string[], values: Float64Array): HomeostatError {
  const index = values.findIndex((value) => !isUsable(value))
  const value = values[index]
  const what = `The frame of ${source.slice(0, 100)} has ${value} for ${names[index]?.slice(0, 100)}`
  if (!Number.isFinite(value))
    return new HomeostatError('HS_VALUE_NOT_FINITE', { message: `${what}; it must be a finite number.`, value })
  return new HomeostatError('HS_VALUE_OUT_OF_RANGE', {
    message: `${what}; it is out of range.`,
    value,
    limit: frameLimits.magnitude,
  })
}

/** True for a finite number within the limit. */
export function isUsable(value: number): boolean {
  return Math.abs(value) <= frameLimits.magnitude
}
