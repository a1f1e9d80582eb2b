import type { Frame } from '../generated/records.ts'
import type { FrameView } from './codec.ts'
import type { InternedNames } from './interned-names.ts'

/** The view of a frame that was read through another version of the schema. */
export function viewOf(value: unknown, interned: InternedNames): FrameView {
  const { source, at, metrics, labels } = value as Frame // the reader was compiled for frames
  return {
    source,
    at,
    names: interned.of(Object.keys(metrics)),
    values: Float64Array.from(Object.values(metrics)),
    labels: Object.freeze(labels),
  }
}
