import { eventTimeOf } from '../../../schemas/cloudevents/event-time-of.ts'
import type { Decoded, FrameView } from '../../../schemas/codec/codec.ts'
import type { Topic } from '../../../schemas/topics.ts'
import type { WindowSpec } from '../api/processor.ts'
import type { Stage } from '../api/stage.ts'
import type { StoredRecord } from '../log/log.ts'

export interface WindowItem {
  readonly offset: number
  readonly at: number
  readonly value: Decoded['value']
}

/** The last records of one type that a key had, oldest first, with where they stand in the log. */
export interface WindowContent {
  readonly spec: WindowSpec
  /** Where its records stand: the first input that carries the type. */
  readonly input: number
  items: WindowItem[]
}

/** Adds a record and drops what is too many or too old. Frames are copied, because a view lives only until the next decode. */
export function pushWindow(window: WindowContent, offset: number, at: number, value: Decoded['value']): void {
  const { items, spec } = window
  items.push({ offset, at, value: kept(value) })
  const newest = items.reduce((latest, item) => Math.max(latest, item.at), at)
  let drop = Math.max(0, items.length - spec.records)
  while (drop < items.length && items[drop].at < newest - spec.spanMs) drop++
  if (drop > 0) window.items = items.slice(drop)
}

/** The windows of a key that has seen nothing: one for each type that any processor of the stage asks for. */
export function emptyWindows(stage: Stage, inputs: readonly Topic[]): WindowContent[] {
  return mergedWindows(stage.processors.flatMap((processor) => processor.windows)).map((spec) => ({
    spec,
    input: inputs.findIndex((topic) => topic.records.includes(spec.type)),
    items: [],
  }))
}

/**
 * The time by which a window judges a record: its event time, or its arrival when it has none. It is in the record, so that a window
 * that is read again drops the same records as one that has grown.
 */
export function windowTime(decoded: Decoded, record: StoredRecord): number {
  return decoded.type === 'Frame' ? decoded.value.at : (eventTimeOf(record.headers) ?? record.arrival)
}

/** The window of each type; where processors differ the larger wish wins. */
function mergedWindows(specs: readonly WindowSpec[]): WindowSpec[] {
  const byType = new Map<string, WindowSpec>()
  for (const spec of specs) {
    const other = byType.get(spec.type)
    const records = Math.max(spec.records, other?.records ?? 0)
    const spanMs = Math.max(spec.spanMs, other?.spanMs ?? 0)
    byType.set(spec.type, { type: spec.type, records, spanMs })
  }
  return [...byType.values()]
}

function kept(value: Decoded['value']): Decoded['value'] {
  return isFrame(value) ? { ...value, values: value.values.slice() } : value
}

function isFrame(value: Decoded['value']): value is FrameView {
  return 'values' in value && value.values instanceof Float64Array
}
