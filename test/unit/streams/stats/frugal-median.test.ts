import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { frugalMedian } from '../../../../streams/stats/frugal-median.ts'

test('should begin with the first number and go to one that stays', () => {
  assert.is(frugalMedian(0, 5000), 5000)
  let median = 60_000
  for (let i = 0; i < 40; i += 1) median = frugalMedian(median, 1000)
  assert.is(median, 1000)
})

test('should stay near the median whatever a tenth of the numbers is', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 20, maxLength: 20 }), (wild) => {
      let median = 0
      for (let i = 0; i < 200; i += 1) median = frugalMedian(median, i % 10 === 9 ? wild[Math.floor(i / 10)] : 5000)
      assert.ok(median > 4000 && median < 6000, String(median))
    }),
  )
})

test.run()
