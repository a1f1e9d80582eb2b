import type { StateCodec } from '../runtime/api/processor.ts'
import { emptyTable, type SeriesTable } from './series-table.ts'
import { decodeTable, encodeTable } from './table-codec.ts'

/** The state of a detector that keeps a row of `width` numbers a series, and `words` words of 32 bits. */
export function tableState(width: number, words = 0): StateCodec<SeriesTable> {
  return {
    version: 1,
    empty: () => emptyTable(width, words),
    encode: encodeTable,
    decode: (bytes) => decodeTable(bytes, width, words),
  }
}
