import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ewmaStep } from '../../../../streams/stats/ewma-step.ts'
import { ewmaStepWithin } from '../../../../streams/stats/ewma-step-within.ts'

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })

test('should follow the textbook recursions of centre and error variance', () => {
  const moments = Float64Array.of(10, 4)
  const distance = ewmaStep(moments, 0, 13, 0.2, 0.1, 1e-9, 100)
  assert.ok(Math.abs(distance - 1.5) < 1e-12)
  assert.ok(Math.abs(moments[0] - 10.6) < 1e-12)
  assert.ok(Math.abs(moments[1] - (0.9 * 4 + 0.1 * 9)) < 1e-12)
})

test('should count a flat series that moves by dust as still', () => {
  const moments = Float64Array.of(50, 0)
  assert.ok(Math.abs(ewmaStep(moments, 0, 50.001, 0.02, 0.001, 0.5, 5)) < 0.01)
})

test('should learn a wild value as if it lay at the bound', () => {
  const moments = Float64Array.of(0, 1)
  assert.ok(ewmaStep(moments, 0, 1e9, 0.1, 0.01, 1e-9, 5) > 1e8)
  assert.ok(Math.abs(moments[0] - 0.5) < 1e-6)
  assert.ok(Math.abs(moments[1] - (1 + 0.01 * 24)) < 1e-6)
})

test('should leave the numbers of other series alone', () => {
  const moments = Float64Array.of(7, 7, 0, 1, 7, 7)
  ewmaStep(moments, 2, 3, 0.1, 0.1, 0.1, 5)
  assert.equal([...moments.subarray(0, 2), ...moments.subarray(4)], [7, 7, 7, 7])
})

test('should keep the centre between the extremes of what it saw and the variance positive', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const moments = Float64Array.of(values[0], 0)
      for (const each of values) ewmaStep(moments, 0, each, 0.3, 0.1, 0.01, 5)
      const slack = 1e-9 * Math.max(...values.map(Math.abs))
      assert.ok(moments[0] >= Math.min(...values) - slack && moments[0] <= Math.max(...values) + slack)
      assert.ok(moments[1] >= 0)
    }),
  )
})

test('should do the same without root and division to what lies within the bound, and nothing to the rest', () => {
  const variances = fc.double({ min: 0, max: 1e6, noNaN: true })
  const shares = fc.constantFrom(0, 0.05, 0.15)
  fc.assert(
    fc.property(value, variances, value, shares, (centre, variance, next, share) => {
      const [full, quick] = [Float64Array.of(centre, variance), Float64Array.of(centre, variance)]
      const distance = Math.abs(ewmaStep(full, 0, next, 0.02, 0.001, 0.1 + share * Math.abs(centre), 5))
      fc.pre(Math.abs(distance - 5) > 1e-6)
      assert.is(ewmaStepWithin(quick, 0, next, 0.02, 0.001, 0.1, share, 25), distance < 5)
      assert.equal(quick, distance < 5 ? full : Float64Array.of(centre, variance))
    }),
  )
})

test('should leave what is not a number to the caller', () => {
  const moments = Float64Array.of(1, 1)
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.not(ewmaStepWithin(moments, 0, wrong, 0.02, 0.001, 0.1, 0.05, 25))
  }
  assert.equal(moments, Float64Array.of(1, 1))
})

test.run()
