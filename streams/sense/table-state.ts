import type { StateCodec } from '../runtime/api/processor.ts'
import { emptyTable, type SeriesTable } from './series-table.ts'
import { decodeTable, encodeTable } from './table-codec.ts'

/** The state of a detector that keeps a row of `width` numbers a series, `words` words of 32 bits, and of few series `rareWords` more. */
export function tableState(width: number, words = 0, rareWords = 0): StateCodec<SeriesTable> {
  return {
    version: 1,
    empty: () => emptyTable(width, words),
    encode: encodeTable,
    decode: (bytes, _, lists) => decodeTable(bytes, lists, { width, words, rareWords }),
  }
}
