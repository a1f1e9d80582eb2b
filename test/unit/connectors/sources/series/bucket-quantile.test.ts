import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bucketQuantile } from '../../../../../connectors/sources/series/bucket-quantile.ts'

const INF = Number.POSITIVE_INFINITY

test('should give what histogram_quantile of Prometheus gives', () => {
  // promql/testdata/histograms.test: testhistogram{le="0.1",start="positive"} 5, 7 up to 0.2, 12 up to 1e0, 12 in all
  const bounds = [0.1, 0.2, 1, INF]
  const counts = [5, 7, 12, 12]
  assert.ok(Math.abs(bucketQuantile(bounds, counts, 0.2) - 0.048) < 1e-12)
  assert.ok(Math.abs(bucketQuantile(bounds, counts, 0.5) - 0.15) < 1e-12)
  assert.ok(Math.abs(bucketQuantile(bounds, counts, 0.8) - 0.616) < 1e-12)
})

test('should take the largest finite bound for what lies above it', () => {
  assert.is(bucketQuantile([1, 2, INF], [0, 1, 10], 0.99), 2)
})

test('should give the bound of a first bucket that is not positive', () => {
  assert.is(bucketQuantile([-1, 2, INF], [10, 10, 10], 0.5), -1)
})

test('should know nothing without observations, and without a finite bound', () => {
  assert.ok(Number.isNaN(bucketQuantile([1, INF], [0, 0], 0.5)))
  assert.ok(Number.isNaN(bucketQuantile([INF], [3], 0.5)))
  assert.ok(Number.isNaN(bucketQuantile([], [], 0.5)))
})

test('should never fall when the quantile rises, and stay within the bounds', () => {
  const buckets = fc.array(fc.nat(20), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(buckets, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (each, a, b) => {
      const bounds = each.map((_, i) => (i === each.length - 1 ? INF : i + 1))
      let sum = 0
      const counts = each.map((count) => {
        sum += count
        return sum
      })
      if (sum === 0) return
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) => bucketQuantile(bounds, counts, q))
      assert.ok(low <= high + 1e-9 && low >= 0 && high <= each.length - 1, `${low} ${high}`)
    }),
  )
})

test.run()
