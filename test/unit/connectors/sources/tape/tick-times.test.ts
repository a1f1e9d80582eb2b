import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tickTimes } from '../../../../../connectors/sources/tape/tick-times.ts'

test('should tick at every multiple of the interval while frames come', () => {
  assert.equal(tickTimes(10_000, 10_000, 5000), [])
  assert.equal(tickTimes(10_000, 14_999, 5000), [])
  assert.equal(tickTimes(10_000, 15_000, 5000), [15_000])
  assert.equal(tickTimes(10_000, 27_000, 5000), [15_000, 20_000, 25_000])
})

test('should never step back', () => {
  assert.equal(tickTimes(10_000, 3000, 5000), [])
})

test('should reach a far moment with few ticks', () => {
  const year = 365 * 24 * 3_600_000
  const times = tickTimes(0, year, 5000)
  assert.ok(times.length < 9000, String(times.length))
  assert.equal(
    times.slice(0, 13),
    [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 70].map((s) => s * 1000),
  )
  assert.is(times.at(-1), year)
})

test('should stay on the grid, ascend, end at the newest multiple and wait no longer than the gap is old', () => {
  const property = fc.property(
    fc.integer({ min: 0, max: 1e9 }),
    fc.integer({ min: 0, max: 1e9 }),
    fc.integer({ min: 1, max: 7_200_000 }),
    run,
  )
  fc.assert(property)

  function run(start: number, more: number, everyMs: number): void {
    // From the grid, as every tick of a tape lies on it; the ticks stay few because the span is a multiple of the interval.
    const last = Math.floor(start / everyMs) * everyMs
    const next = last + Math.min(more, everyMs * 10_000)
    const times = tickTimes(last, next, everyMs)
    const all = [last, ...times]
    for (let i = 1; i < all.length; i++) {
      assert.is(all[i] % everyMs, 0)
      assert.ok(all[i] > all[i - 1])
      assert.ok(all[i] - all[i - 1] <= Math.max(everyMs, all[i - 1] - last, everyMs * 2))
    }
    assert.is(all.at(-1), Math.max(last, Math.floor(next / everyMs) * everyMs))
  }
})

test.run()
