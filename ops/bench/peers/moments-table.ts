import type { StateCodec } from '../../../streams/runtime/api/processor.ts'
import { decodeNames, encodeNames } from '../../../streams/runtime/state/names-codec.ts'

/** Count, mean and variance of each metric of one source, in the order in which the metrics were first seen. */
export interface MomentsTable {
  names: readonly string[]
  /** WIDTH numbers a metric. */
  cells: Float64Array
  /** Names of the last frame, and the row of each; no part of the encoded state. */
  layout: readonly string[]
  rows: Int32Array
}

/** Count, mean, variance. */
export const WIDTH = 3

/** The row of each name; a name that is new gets one of zeros. Costs a look-up a name only when `names` is another array than last time. */
export function rowsFor(table: MomentsTable, names: readonly string[]): Int32Array {
  if (table.layout === names) return table.rows
  const known = new Map(table.names.map((name, row) => [name, row]))
  for (const name of names) if (!known.has(name)) known.set(name, known.size)
  if (known.size > table.names.length) {
    const cells = new Float64Array(known.size * WIDTH)
    cells.set(table.cells)
    table.cells = cells
    table.names = table.names.length === 0 && known.size === names.length ? names : [...known.keys()]
  }
  table.rows = Int32Array.from(names, (name) => known.get(name) ?? 0)
  table.layout = names
  return table.rows
}

/** Bytes of the names (int, little-endian), the names, the numbers (doubles, little-endian). */
export const momentsState: StateCodec<MomentsTable> = {
  version: 1,
  empty: () => ({ names: [], cells: new Float64Array(0), layout: [], rows: new Int32Array(0) }),
  encode({ names, cells }) {
    const text = encodeNames(names)
    const head = Buffer.alloc(4)
    head.writeInt32LE(text.length, 0)
    return Buffer.concat([head, text, Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength)])
  },
  decode(bytes) {
    const from = 4 + bytes.readInt32LE(0)
    const cells = new Float64Array((bytes.length - from) / Float64Array.BYTES_PER_ELEMENT)
    bytes.copy(Buffer.from(cells.buffer), 0, from)
    return { names: decodeNames(bytes.subarray(4, from)), cells, layout: [], rows: new Int32Array(0) }
  },
}
