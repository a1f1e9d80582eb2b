import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { downSample } from '../../../../../projections/api/series/down-sample.ts'
import type { Sample } from '../../../../../projections/api/series/sample.ts'

test('should leave samples alone when there are no more than points', () => {
  const samples = [1, 2, 3].map((value) => sample(value * 10, value))
  assert.equal(downSample(samples, 3), { at: [10, 20, 30], value: [1, 2, 3], low: [1, 2, 3], high: [1, 2, 3] })
  assert.equal(downSample([], 3), { at: [], value: [], low: [], high: [] })
})

test('should leave out what is not finite, and say null where nothing else is', () => {
  const samples = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN].map((value, at) => sample(at, value))
  assert.equal(downSample(samples, 2), { at: [0, 2], value: [1, null], low: [1, null], high: [1, null] })
})

test('should not overflow', () => {
  const samples = [1e308, 1e308, 1e308].map((value, at) => sample(at, value))
  assert.ok(Math.abs((downSample(samples, 1).value[0] ?? 0) / 1e308 - 1) < 1e-12)
})

test('should keep extremes and stay within the number of points', () => {
  const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), (list, points) => {
      const result = downSample(
        list.map((value, at) => sample(at, value)),
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

test('should weigh bars by what they sum up, and keep what they were between', () => {
  const bars: Sample[] = [
    { at: 0, value: 1, low: -5, high: 2, count: 90 },
    { at: 10, value: 11, low: 3, high: 40, count: 10 },
  ]
  assert.equal(downSample(bars, 2), { at: [0, 10], value: [1, 11], low: [-5, 3], high: [2, 40] })
  const { at, value, low, high } = downSample(bars, 1)
  assert.equal([at, low, high], [[0], [-5], [40]])
  assert.ok(Math.abs(Number(value[0]) - 2) < 1e-12)
})

function sample(at: number, value: number): Sample {
  return { at, value, low: value, high: value, count: 1 }
}

test.run()
