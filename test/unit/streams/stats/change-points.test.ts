import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { changePoints } from '../../../../streams/stats/change-points.ts'
import { filledGaps } from '../../../../streams/stats/filled-gaps.ts'
import { kernelCost } from '../../../../streams/stats/kernel-cost.ts'
import { meanChanges } from '../../../../streams/stats/mean-changes.ts'
import { pelt } from '../../../../streams/stats/pelt.ts'
import type { SegmentCost } from '../../../../streams/stats/segment-cost.ts'
import { squaredCost } from '../../../../streams/stats/squared-cost.ts'

/** Levels with noise, so that there is something to find. */
const series = fc
  .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 25 })), { minLength: 1, maxLength: 6 })
  .chain((levels) =>
    fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 150 }).map((noise) => {
      const steps = levels.flatMap(([level, length]) => Array<number>(length).fill(level))
      return Float64Array.from(steps, (level, i) => level + noise[i % noise.length])
    }),
  )
const penalties = fc.double({ min: 0.1, max: 60, noNaN: true })

test('should cost no more than the best of all segmentations, PELT', () => {
  fc.assert(
    fc.property(series, penalties, fc.integer({ min: 1, max: 4 }), (values, penalty, minSegment) => {
      fc.pre(values.length >= 2 * minSegment)
      const found = pelt(squaredCost([values]), penalty, minSegment)
      const edges = [0, ...found, values.length]
      for (let i = 1; i < edges.length; i += 1) assert.ok(edges[i] - edges[i - 1] >= minSegment)
      near(sumOf(values, found, penalty), leastSum(values, penalty, minSegment))
    }),
  )
})

test('should cost no more than the best of all segmentations, functional pruning', () => {
  fc.assert(
    fc.property(series, penalties, (values, penalty) => {
      near(sumOf(values, meanChanges(values, penalty), penalty), leastSum(values, penalty, 1))
    }),
  )
})

test('should find where the mean changes, and not the end of the series', () => {
  const values = stepsOf([0, 5, 0, 9], 100)
  for (const found of [meanChanges(values, 20), pelt(squaredCost([values]), 20), changePoints([values])]) {
    assert.equal([...found], [100, 200, 300])
  }
})

test('should find nothing in noise, in a constant, or in next to nothing', () => {
  const noise = stepsOf([0], 500)
  for (const values of [noise, new Float64Array(50).fill(7), Float64Array.of(1, 2, 3), new Float64Array(0)]) {
    assert.is(changePoints([values]).length, 0)
    assert.is(meanChanges(values, 20).length, 0)
  }
})

test('should find the same in any unit, and in any of the dimensions', () => {
  const values = stepsOf([0, 3], 60)
  const flat = stepsOf([0], 120)
  assert.equal([...changePoints([values.map((value) => 1e6 + 1000 * value)])], [60])
  assert.equal([...changePoints([flat, values])], [60])
})

test('should find a change of the spread with the kernel, where the mean stays', () => {
  const noise = stepsOf([0], 240)
  const values = noise.map((value, i) => (i < 120 ? value : 8 * value))
  const found = [...pelt(kernelCost([values]), 10)]
  assert.ok(found.length === 1 && Math.abs(found[0] - 120) <= 4, String(found))
})

test('should cost with the kernel the same whichever ends were asked for before, and in any unit', () => {
  const values = stepsOf([0, 2], 8)
  const into = new Float64Array(3)
  const [early, late, scaled] = [values, values, values.map((value) => 10 * value)].map((each) => kernelCost([each]))
  for (const end of [9, 12]) early.measure(Int32Array.of(0), 1, end, into)
  early.measure(Int32Array.of(0, 3, 15), 3, 16, into)
  assert.ok(into[0] > into[1] && into[1] > 0)
  assert.ok(Math.abs(into[2]) < 1e-12) // one observation is like itself
  near(costOf(late, 3, 16), into[1])
  near(costOf(scaled, 3, 16), into[1])
})

test('should cost nothing with the kernel when nothing differs', () => {
  near(costOf(kernelCost([new Float64Array(20).fill(4)]), 0, 20), 0)
})

test('should bridge gaps by a line, and go on with the nearest value at the ends', () => {
  assert.equal([...filledGaps([Number.NaN, 1, Number.NaN, Number.NaN, 4, Number.NaN])], [1, 1, 2, 3, 4, 4])
})

/** Noise of about one standard deviation around levels, the same in every run. */
function stepsOf(levels: readonly number[], each: number): Float64Array {
  return Float64Array.from({ length: each * levels.length }, (_, i) => {
    const uniform = (k: number) => Math.abs(Math.sin((i + 1) * 12.9898 + k * 78.233) * 43758.5453) % 1
    return levels[Math.floor(i / each)] + uniform(0) + uniform(1) + uniform(2) + uniform(3) - 2
  })
}

function costOf(cost: SegmentCost, begin: number, end: number): number {
  const into = new Float64Array(1)
  cost.measure(Int32Array.of(begin), 1, end, into)
  return into[0]
}

function sumOf(values: Float64Array, changes: Int32Array, penalty: number): number {
  const edges = [0, ...changes, values.length]
  return edges.slice(1).reduce((sum, end, i) => sum + squares(values.subarray(edges[i], end)), penalty * changes.length)
}

/** Optimal partitioning without any pruning (Jackson et al. 2005). */
function leastSum(values: Float64Array, penalty: number, minSegment: number): number {
  const best = [-penalty]
  for (let end = 1; end <= values.length; end += 1) {
    best[end] = Number.POSITIVE_INFINITY
    for (let begin = 0; begin <= end - minSegment; begin += 1) {
      best[end] = Math.min(best[end], best[begin] + squares(values.subarray(begin, end)) + penalty)
    }
  }
  return best[values.length]
}

function squares(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-7 * (1 + Math.abs(expected)), `${actual} for ${expected}`)
}

test.run()
