import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { studentTail } from '../../../../streams/stats/student-tail.ts'
import { surprise } from '../../../../streams/stats/surprise.ts'

test('should agree with the printed table of Student for three degrees of freedom', () => {
  const table = [
    [0.7649, 0.5],
    [1.6377, 0.2],
    [2.3534, 0.1],
    [3.1824, 0.05],
    [5.8409, 0.01],
    [12.924, 0.001],
  ]
  for (const [t, tail] of table) assert.ok(Math.abs(studentTail(t) / tail - 1) < 1e-3, `${t}: ${studentTail(t)} is not ${tail}`)
})

test('should join both of its formulas without a step', () => {
  const edge = 1e4 * Math.sqrt(3)
  assert.ok(Math.abs(studentTail(edge * (1 + 1e-9)) / studentTail(edge * (1 - 1e-9)) - 1) < 1e-3)
})

test('should be one in the middle, nothing at infinity, and the same on both sides', () => {
  assert.is(studentTail(0), 1)
  assert.is(studentTail(Number.POSITIVE_INFINITY), 0)
  assert.is(studentTail(-2.5), studentTail(2.5))
})

test('should make a score between 0 and 1 that grows with the distance', () => {
  const distance = fc.double({ min: 0, max: 1e300, noNaN: true })
  fc.assert(
    fc.property(distance, distance, (a, b) => {
      const [near, far] = [surprise(Math.min(a, b)), surprise(Math.max(a, b))]
      assert.ok(near >= 0 && far <= 1 && near <= far + 1e-15)
    }),
  )
})

test.run()
