import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { downSample } from '../../../../projections/api/down-sample.ts'

test('should leave samples alone when there are no more than points', () => {
  const samples = [1, 2, 3].map((value) => ({ at: value * 10, value }))
  assert.equal(downSample(samples, 3), { at: [10, 20, 30], value: [1, 2, 3], low: [1, 2, 3], high: [1, 2, 3] })
  assert.equal(downSample([], 3), { at: [], value: [], low: [], high: [] })
})

test('should leave out what is not finite, and say null where nothing else is', () => {
  const samples = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN].map((value, at) => ({ at, value }))
  assert.equal(downSample(samples, 2), { at: [0, 2], value: [1, null], low: [1, null], high: [1, null] })
})

test('should not overflow', () => {
  const samples = [1e308, 1e308, 1e308].map((value, at) => ({ at, value }))
  assert.ok(Math.abs((downSample(samples, 1).value[0] ?? 0) / 1e308 - 1) < 1e-12)
})

test('should keep extremes and stay within the number of points', () => {
  const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), (list, points) => {
      const result = downSample(
        list.map((value, at) => ({ at, value })),
        points,
      )
      assert.ok(result.at.length <= points)
      assert.is(Math.min(...result.low.map(Number)), Math.min(...list))
      assert.is(Math.max(...result.high.map(Number)), Math.max(...list))
      for (const [i, value] of result.value.entries()) {
        assert.ok(Number(value) >= Number(result.low[i]) - 1e-9 && Number(value) <= Number(result.high[i]) + 1e-9)
      }
    }),
  )
})

test.run()
