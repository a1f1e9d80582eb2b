import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { inputBuffer } from '../../../../../../../streams/runtime/log/kafka/fetch/input-buffer.ts'
import type { StoredRecord } from '../../../../../../../streams/runtime/log/log.ts'

const input = { topic: 't', partition: 0, from: 5 }

test('should give out what was fetched piece by piece, and be at the end with the last piece alone', () => {
  const buffer = inputBuffer(input)
  buffer.add({ records: [record(5), record(6), record(9)], next: 12, start: 2, lastStable: 12 }, 0)
  assert.is(buffer.bytes(), 300)
  assert.equal(offsetsOf(buffer.take(150, true)), { offsets: [5, 6], next: 7, start: 2, atEnd: false })
  assert.equal(offsetsOf(buffer.take(150, true)), { offsets: [9], next: 12, start: 2, atEnd: true })
  assert.ok(buffer.isEmpty())
  assert.is(buffer.bytes(), 0)
})

test('should put a later fetch behind the rest of an earlier one', () => {
  const buffer = inputBuffer(input)
  buffer.add({ records: [record(5), record(6)], next: 7, start: 0, lastStable: 9 }, 0)
  buffer.take(1, true)
  assert.is(buffer.fetchFrom(), 7)
  buffer.add({ records: [record(7)], next: 8, start: 0, lastStable: 9 }, 0)
  assert.equal(offsetsOf(buffer.take(1_000, true)), { offsets: [6, 7], next: 8, start: 0, atEnd: false })
})

test('should not be at the end before a look, nor when the last look is too old', () => {
  const buffer = inputBuffer(input)
  assert.not(buffer.isFresh(0, 1_000))
  assert.not(buffer.take(1, true).atEnd)
  buffer.add({ records: [], next: 5, start: 0, lastStable: 5 }, 10_000)
  assert.ok(buffer.isFresh(11_000, 1_000))
  assert.not(buffer.isFresh(11_001, 1_000))
  assert.ok(buffer.take(1, true).atEnd)
  assert.not(buffer.take(1, false).atEnd)
})

test('should hold a record without any bytes', () => {
  const buffer = inputBuffer(input)
  buffer.add({ records: [{ ...record(5), value: null }], next: 6, start: 0, lastStable: 6 }, 0)
  assert.not(buffer.isEmpty())
  assert.is(buffer.take(0, true).records.length, 1)
})

function record(offset: number): StoredRecord {
  return { offset, arrival: 0, key: null, value: Buffer.alloc(100), headers: {} }
}

function offsetsOf({ records, ...rest }: ReturnType<ReturnType<typeof inputBuffer>['take']>): unknown {
  return { offsets: records.map(({ offset }) => offset), ...rest }
}

test.run()
