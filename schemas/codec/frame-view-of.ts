import type { Frame } from '../generated/records.ts'
import { isUsable, wrongValue } from './check-values.ts'
import type { FrameView } from './codec.ts'
import type { InternedNames } from './interned-names.ts'

/**
 * The view of a frame that was read through another version of the schema.
 * @throws HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE
 */
export function viewOf(frame: Frame, interned: InternedNames): FrameView {
  const { source, at, metrics, labels } = frame
  const names = interned.of(Object.keys(metrics))
  const values = Float64Array.from(Object.values(metrics))
  if (!values.every(isUsable)) throw wrongValue(source, names, values)
  return { source, at, names, values, labels: Object.freeze(labels) }
}
