import type { Decoded, FrameView } from '../../../schemas/codec/codec.ts'
import type { WindowSpec } from '../api/processor.ts'

export interface WindowItem {
  readonly offset: number
  readonly at: number
  readonly value: Decoded['value']
}

/** The last records of one type that a key had, oldest first, with where they stand in the log. */
export interface WindowContent {
  readonly spec: WindowSpec
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

/** The window of each type that any processor asks for; the larger wish wins. */
export function mergedWindows(specs: readonly WindowSpec[]): WindowSpec[] {
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
