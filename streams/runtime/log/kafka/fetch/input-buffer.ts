import type { Input, ReadResult, StoredRecord } from '../../log.ts'
import { recordBytes } from '../../shared/record-bytes.ts'
import type { Looked } from './look.ts'
import { takeUpTo } from './take.ts'

/** What was fetched of one input and not yet asked for, and what the last look said of its end. */
export interface InputBuffer {
  readonly input: Input
  /** Where the next fetch begins. */
  fetchFrom(): number
  bytes(): number
  isEmpty(): boolean
  /** True when a look within the last `maxAgeMs` succeeded. */
  isFresh(now: number, maxAgeMs: number): boolean
  add(looked: Looked, now: number): void
  take(maxBytes: number, isFresh: boolean): ReadResult
}

export function inputBuffer(input: Input): InputBuffer {
  let records: readonly StoredRecord[] = []
  let taken = 0
  let bytes = 0
  let next = input.from
  let start = 0
  let lastStable = Number.POSITIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY

  return {
    input,
    fetchFrom: () => next,
    bytes: () => bytes,
    isEmpty: () => taken === records.length,
    isFresh: (now, maxAgeMs) => now - lookedAt <= maxAgeMs,
    add(looked, now) {
      records = taken === records.length ? looked.records : [...records.slice(taken), ...looked.records]
      taken = 0
      for (const record of looked.records) bytes += recordBytes(record.key, record.value, record.headers)
      next = looked.next
      start = looked.start
      lastStable = looked.lastStable
      lookedAt = now
    },
    take(maxBytes, isFresh) {
      const end = takeUpTo(records, taken, maxBytes)
      const piece = taken === 0 && end === records.length ? records : records.slice(taken, end)
      taken = end
      if (end < records.length) {
        for (const record of piece) bytes -= recordBytes(record.key, record.value, record.headers)
        return { records: piece, next: records[end - 1].offset + 1, start, atEnd: false }
      }
      records = []
      taken = 0
      bytes = 0
      return { records: piece, next, start, atEnd: isFresh && next >= lastStable }
    },
  }
}
