import type { StateCodec } from '../runtime/api/processor.ts'
import { emptyTable, type SeriesTable } from './series-table.ts'
import { decodeTable, encodeTable } from './table-codec.ts'

/** The state of a detector that keeps a row of `width` numbers a series. */
export function tableState(width: number): StateCodec<SeriesTable> {
  return { version: 1, empty: () => emptyTable(width), encode: encodeTable, decode: (bytes) => decodeTable(bytes, width) }
}
