import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  addCell,
  admitFresh,
  ageGrid,
  CELL_WORDS,
  cellIn,
  coverValue,
  distanceToSeen,
  GRID_CELLS,
  GRID_SHAPE,
  GRID_WORDS,
  hasCell,
  OLDER,
  SEEN,
  startGrid,
  type ValueGrids,
} from '../../../../streams/stats/value-grid.ts'

/** A grid of one series that does not stand at the begin of its arrays. */
const SHAPE = 3
const WORD = 5

test('should know a value that was added, however far the others lie', () => {
  fc.assert(
    fc.property(values(), (seen) => {
      const grids = gridOf(seen)
      for (const value of seen) assert.is(distanceToSeen(grids, SHAPE, WORD, value), 0)
    }),
  )
})

test('should measure the distance from the nearest value within the width of a cell', () => {
  fc.assert(
    fc.property(values(), fc.double({ min: -2000, max: 2000, noNaN: true }), (seen, value) => {
      const grids = gridOf(seen)
      const nearest = Math.min(...seen.map((other) => Math.abs(other - value)))
      const distance = distanceToSeen(grids, SHAPE, WORD, value)
      const width = 1 / grids.shapes[SHAPE]
      assert.ok(distance <= nearest + 1e-9 && distance >= nearest - width - 1e-9, `${distance} for ${nearest}, cells of ${width}`)
    }),
  )
})

test('should leave the numbers of its neighbours alone', () => {
  const grids = gridOf([1, 1e9, -1e9])
  assert.equal([...grids.shapes.subarray(0, SHAPE), ...grids.shapes.subarray(SHAPE + GRID_SHAPE)], [7, 7, 7, 7])
  assert.ok([...grids.bits.subarray(0, WORD), ...grids.bits.subarray(WORD + GRID_WORDS)].every((word) => word === 7))
})

test('should find nothing near in an empty grid', () => {
  assert.is(distanceToSeen(gridOf([]), SHAPE, WORD, 3), Number.POSITIVE_INFINITY)
})

test('should not count what is fresh before it is admitted', () => {
  const grids = gridOf([0])
  const fresh = new Uint32Array(CELL_WORDS)
  addCell(fresh, 0, coverValue(grids, SHAPE, WORD, 5, fresh))
  assert.ok(distanceToSeen(grids, SHAPE, WORD, 5) > 4)
  admitFresh(grids.bits, WORD, fresh)
  assert.is(distanceToSeen(grids, SHAPE, WORD, 5), 0)
})

test('should move what is fresh with the rest when the grid becomes coarser', () => {
  const grids = gridOf([0])
  const fresh = new Uint32Array(CELL_WORDS)
  addCell(fresh, 0, coverValue(grids, SHAPE, WORD, 5, fresh))
  coverValue(grids, SHAPE, WORD, 1e6, fresh)
  assert.ok(hasCell(fresh, 0, cellIn(grids, SHAPE, 5)))
})

test('should forget with the second ageing what was not seen since the first', () => {
  const grids = gridOf([0, 5])
  ageGrid(grids, SHAPE, WORD, 0.1)
  addCell(grids.bits, WORD + SEEN, cellIn(grids, SHAPE, 0))
  assert.is(distanceToSeen(grids, SHAPE, WORD, 5), 0)
  ageGrid(grids, SHAPE, WORD, 0.1)
  assert.is(distanceToSeen(grids, SHAPE, WORD, 0), 0)
  assert.ok(distanceToSeen(grids, SHAPE, WORD, 5) > 4)
})

test('should become fine again when the far value that made it coarse is forgotten', () => {
  const grids = gridOf([0, 1, 1e4])
  const coarse = grids.shapes[SHAPE]
  for (let round = 0; round < 4; round += 1) {
    ageGrid(grids, SHAPE, WORD, 0.1)
    for (const value of [0, 1]) addCell(grids.bits, WORD + SEEN, coverValue(grids, SHAPE, WORD, value))
  }
  assert.ok(grids.shapes[SHAPE] > 500 * coarse)
  assert.is(distanceToSeen(grids, SHAPE, WORD, 1), 0)
  assert.ok(distanceToSeen(grids, SHAPE, WORD, 0.5) > 0)
})

test('should stay as it is when the whole grid is in use, or nothing is', () => {
  for (const seen of [Array.from({ length: 100 }, (_, i) => i), []]) {
    const grids = gridOf(seen)
    const shape = [...grids.shapes]
    ageGrid(grids, SHAPE, WORD, 1e-9)
    assert.equal([...grids.shapes], shape)
  }
})

test('should take the largest numbers that the detectors let through', () => {
  const grids = gridOf([1])
  const cell = coverValue(grids, SHAPE, WORD, -1e150)
  assert.ok(cell >= 0 && cell < GRID_CELLS)
  assert.is(distanceToSeen(grids, SHAPE, WORD, 1), 0)
})

test('should have no cell for what is not a number', () => {
  const grids = gridOf([1])
  assert.not(hasCell(grids.bits, WORD + SEEN, cellIn(grids, SHAPE, Number.NaN)))
  assert.not(hasCell(grids.bits, WORD + OLDER, cellIn(grids, SHAPE, Number.POSITIVE_INFINITY)))
})

function gridOf(seen: readonly number[]): ValueGrids {
  const grids = { shapes: new Float64Array(SHAPE + GRID_SHAPE + 1).fill(7), bits: new Uint32Array(WORD + GRID_WORDS + 2).fill(7) }
  startGrid(grids, SHAPE, WORD, seen[0] ?? 0, 0.1)
  for (const value of seen) addCell(grids.bits, WORD + SEEN, coverValue(grids, SHAPE, WORD, value))
  return grids
}

function values(): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 })
}

test.run()
