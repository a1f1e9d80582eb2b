import type { StateCodec } from '../runtime/api/processor.ts'
import { emptyTable, type SeriesTable } from './series-table.ts'
import { decodeTable, encodeTable } from './table-codec.ts'

/**
 * The state of a detector that keeps a row of `width` numbers a series, `words` words of 32 bits, and of few series `rareWords` more. What the
 * first version wrote had other rows: it is not read, the series are learned again.
 */
export function tableState(width: number, words = 0, rareWords = 0): StateCodec<SeriesTable> {
  return {
    version: 2,
    empty: () => emptyTable(width, words),
    encode: encodeTable,
    decode: (bytes, version, lists) =>
      version < 2 ? emptyTable(width, words) : decodeTable(bytes, lists, { width, words, rareWords }),
  }
}
