import type { StoredRecord } from '../../log.ts'
import { recordBytes } from '../../shared/record-bytes.ts'

/**
 * Where to stop among `records` so that the record with which `maxBytes` are reached is the last, beginning at `at`, and before the
 * first whose offset is not below `to`.
 *
 * @returns the index behind the last record to take
 */
export function takeUpTo(records: readonly StoredRecord[], at: number, maxBytes: number, to = Number.POSITIVE_INFINITY): number {
  let bytes = 0
  let end = at
  while (end < records.length && bytes < maxBytes && records[end].offset < to) {
    const record = records[end++]
    bytes += recordBytes(record.key, record.value, record.headers)
  }
  // Of nothing at all one record is taken: a bound of zero bytes still goes on.
  return end === at && at < records.length && records[at].offset < to ? at + 1 : end
}
