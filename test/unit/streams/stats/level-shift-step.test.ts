import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type LevelShiftWeights, levelShiftStep } from '../../../../streams/stats/level-shift-step.ts'
import { levelShiftStepWithin } from '../../../../streams/stats/level-shift-step-within.ts'

const weights: LevelShiftWeights = { memory: 0, quick: 0.5, slack: 1, bound: 4 }

test('should add what lies beyond the slack, as the tabular cusum of the handbook does', () => {
  // Reference 10, unit 1, slack 1: C+ of 12, 12.5, 9, 13 is 1, 2.5, 0.5, 2.5 by hand.
  const cells = Float64Array.of(10, 1 - 1e-12, 10, 0, 0)
  const sums = [12, 12.5, 9, 13].map((value) => levelShiftStep(cells, 0, 3, value, 1e-12, weights))
  assert.equal(
    sums.map((sum) => Math.round(sum * 1e6) / 1e6),
    [1, 2.5, 0.5, 2.5],
  )
  assert.is(cells[4], 0)
})

test('should find a fall as well as a rise', () => {
  const cells = Float64Array.of(10, 1, 10, 0, 0)
  const rise = [14, 14, 14].map((value) => levelShiftStep(cells, 0, 3, value, 1e-12, weights)).at(-1)
  const mirror = Float64Array.of(10, 1, 10, 0, 0)
  const fall = [6, 6, 6].map((value) => levelShiftStep(mirror, 0, 3, value, 1e-12, weights)).at(-1)
  assert.is(rise, fall)
})

test('should not let one wild value be a shift', () => {
  const cells = Float64Array.of(0, 1, 0, 0, 0)
  assert.ok(levelShiftStep(cells, 0, 3, 1e12, 1e-12, weights) <= 3.000001)
})

test('should follow a new level with the quick weight', () => {
  const cells = Float64Array.of(0, 1, 0, 0, 0)
  for (let i = 0; i < 3; i += 1) levelShiftStep(cells, 0, 3, 8, 1, weights)
  assert.is(cells[2], 7)
})

test('should keep both sums at zero or above, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })), (values) => {
      const cells = Float64Array.of(0, 1, 0, 0, 0)
      for (const value of values) {
        const sum = levelShiftStep(cells, 0, 3, value, 0.1, { ...weights, memory: 0.01 })
        assert.ok(sum >= 0 && cells[3] >= 0 && cells[4] >= 0 && cells[1] >= 0)
      }
    }),
  )
})

test('should do the same without division and branches to what lies within bound and sums, and nothing to the rest', () => {
  const numbers = fc.tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e3, noNaN: true }),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
  )
  const shares = fc.constantFrom(0, 0.05, 0.15)
  const { memory, quick, slack, bound } = weights
  fc.assert(
    fc.property(numbers, fc.double({ min: -1e4, max: 1e4, noNaN: true }), shares, ([reference, kept, up, down], away, share) => {
      const before = [reference, kept, reference, up, down]
      const [full, fast] = [Float64Array.from(before), Float64Array.from(before)]
      const value = reference + away
      const floor = 0.1 + share * Math.abs(reference)
      const sum = levelShiftStep(full, 0, 3, value, floor, weights)
      const size = Math.abs(value - reference) / (kept + floor)
      fc.pre(Math.abs(size - bound) > 1e-6 && Math.abs(sum - 20) > 1e-6)
      const within = size < bound && sum < 20
      assert.is(levelShiftStepWithin(fast, 0, 3, value, 0.1, share, memory, quick, slack, bound, 20), within)
      assert.equal(fast, within ? full : Float64Array.from(before))
    }),
  )
})

test('should leave what is not a number to the caller', () => {
  const cells = Float64Array.of(0, 1, 0, 0, 0)
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.not(levelShiftStepWithin(cells, 0, 3, wrong, 0.1, 0.05, 0.01, 0.1, 0.5, 4, 20))
  }
  assert.equal(cells, Float64Array.of(0, 1, 0, 0, 0))
})

test.run()
