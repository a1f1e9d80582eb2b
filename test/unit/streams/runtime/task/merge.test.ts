import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { merge, type Pile } from '../../../../../streams/runtime/task/merge.ts'

function pile(times: readonly number[], atEnd = true): Pile {
  const records = times.map((_, offset): StoredRecord => ({ offset, arrival: 0, key: null, value: null, headers: {} }))
  return { records, times, atEnd }
}

function order(piles: readonly Pile[], most = Number.POSITIVE_INFINITY): string[] {
  return merge(piles, most).map(({ input, record }) => `${input}:${record.offset}`)
}

test('should take heads by event time, ties by input, each input in its own order', () => {
  assert.equal(order([pile([5, 3]), pile([5, 6]), pile([1])]), ['2:0', '0:0', '0:1', '1:0', '1:1'])
})

test('should give a record without a time its predecessor’s', () => {
  assert.equal(order([pile([7, Number.NaN]), pile([7, 8]), pile([6, Number.NaN, 9])]), [
    '2:0',
    '2:1',
    '0:0',
    '0:1',
    '1:0',
    '1:1',
    '2:2',
  ])
})

test('should stop where an input has no head and is not at its end', () => {
  assert.equal(order([pile([1, 9], false), pile([2, 3, 10])]), ['0:0', '1:0', '1:1', '0:1'])
  assert.equal(order([pile([], false), pile([2])]), [])
  assert.equal(order([pile([]), pile([2])]), ['1:0'])
})

test('should take no more than it is asked for', () => {
  assert.equal(order([pile([1, 2, 3])], 2), ['0:0', '0:1'])
})

const time = fc.oneof({ weight: 5, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.constant(Number.NaN) })
const times = fc.array(fc.array(time, { maxLength: 8 }), { minLength: 1, maxLength: 4 })

test('should bring out in the same order what it took of each input, merged again on its own', () => {
  fc.assert(
    fc.property(
      times,
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      (inputs, ends, most) => {
        const piles = inputs.map((each, input) => pile(each, ends[input]))
        const taken = merge(piles, most)
        const again = piles.map(({ records, times: all }, input) => {
          const count = taken.filter((one) => one.input === input).length
          return { records: records.slice(0, count), times: all.slice(0, count), atEnd: true }
        })
        assert.equal(merge(again, Number.POSITIVE_INFINITY), taken)
      },
    ),
  )
})

test('should take the same whole wherever the cuts fall, when everything is there beforehand', () => {
  fc.assert(
    fc.property(
      times,
      fc.infiniteStream(fc.nat(3)),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      (inputs, sizes, mosts) => {
        const whole = inputs.map((each) => pile(each))
        const expected = order(whole)
        const read = inputs.map(() => 0)
        const cutTo = inputs.map(() => 0)
        const taken: string[] = []
        while (taken.length < expected.length) {
          for (const [input, all] of inputs.entries()) read[input] = Math.min(all.length, read[input] + sizes.next().value)
          const piles = whole.map(({ records, times: all }, input) => ({
            records: records.slice(cutTo[input], read[input]),
            times: all.slice(cutTo[input], read[input]),
            atEnd: read[input] === records.length,
          }))
          for (const { input, record } of merge(piles, mosts.next().value)) {
            cutTo[input]++
            taken.push(`${input}:${record.offset}`)
          }
        }
        assert.equal(taken, expected)
      },
    ),
  )
})

test.run()
