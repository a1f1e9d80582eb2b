import fc from 'fast-check'
import * as statistics from 'simple-statistics'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BLOCK_CELLS, BLOCKS, blockMoments, blockStep } from '../../../../streams/stats/block-moments.ts'

const PER_BLOCK = 20

test('should keep mean and variance of every block as simple-statistics has them', () => {
  fc.assert(
    fc.property(samples(-1000, 1000), (values) => {
      const cells = fed(values)
      for (let block = 0; block < BLOCKS; block += 1) {
        const part = values.slice(block * PER_BLOCK, (block + 1) * PER_BLOCK)
        assert.ok(Math.abs(cells[block] - statistics.mean(part)) < 1e-6)
        assert.ok(Math.abs(cells[BLOCKS + block] - statistics.variance(part)) < 1e-4)
      }
    }),
  )
})

test('should give centre and variance of noise', () => {
  const [centre, variance] = moments(Array.from({ length: BLOCKS * PER_BLOCK }, (_, i) => 10 + Math.sin(i * 12.9898)))
  assert.ok(Math.abs(centre - 10) < 0.2)
  assert.ok(Math.abs(variance - 0.5) < 0.2)
})

test('should not be moved out of the range of the others by two blocks of anything', () => {
  fc.assert(
    fc.property(
      samples(0, 1),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.integer({ min: 0, max: BLOCKS - 2 }),
      (values, wild, block) => {
        const spoilt = values.map((value, i) => (i >= block * PER_BLOCK && i < (block + 2) * PER_BLOCK ? wild : value))
        const [centre, variance] = moments(spoilt)
        assert.ok(centre >= 0 && centre <= 1)
        assert.ok(variance <= 2)
      },
    ),
  )
})

function samples(min: number, max: number): fc.Arbitrary<number[]> {
  const length = BLOCKS * PER_BLOCK
  return fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length })
}

function fed(values: readonly number[]): Float64Array {
  const cells = new Float64Array(BLOCK_CELLS)
  values.forEach((value, nth) => void blockStep(cells, 0, value, nth, PER_BLOCK))
  return cells
}

function moments(values: readonly number[]): Float64Array {
  const target = new Float64Array(2)
  blockMoments(fed(values), 0, target, 0)
  return target
}

test.run()
