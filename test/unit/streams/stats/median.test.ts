import fc from 'fast-check'
import * as statistics from 'simple-statistics'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { medianInPlace } from '../../../../streams/stats/median.ts'

test('should agree with simple-statistics', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
      const expected = statistics.median(values)
      assert.ok(Math.abs(medianInPlace(Float64Array.from(values)) - expected) <= 1e-9 * Math.abs(expected))
    }),
  )
})

test('should sort only the part it was given', () => {
  const values = Float64Array.of(9, 3, 1, 2, 0)
  assert.is(medianInPlace(values, 1, 4), 2)
  assert.equal(values, Float64Array.of(9, 1, 2, 3, 0))
})

test.run()
