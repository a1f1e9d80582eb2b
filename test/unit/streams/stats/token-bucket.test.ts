import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { refilled } from '../../../../streams/stats/token-bucket.ts'

const DAY = { size: 5, periodMs: 86_400_000 }

test('should refill evenly and never above its size', () => {
  assert.equal(refilled({ tokens: 0, at: 0 }, DAY.periodMs / 5, DAY), { tokens: 1, at: DAY.periodMs / 5 })
  assert.equal(refilled({ tokens: 4, at: 0 }, DAY.periodMs, DAY), { tokens: 5, at: DAY.periodMs })
})

test('should refill nothing when time stands or goes backwards', () => {
  assert.equal(refilled({ tokens: 1, at: 100 }, 100, DAY), { tokens: 1, at: 100 })
  assert.equal(refilled({ tokens: 1, at: 100 }, 50, DAY), { tokens: 1, at: 100 })
})

test('should come to the same by one step as by two', () => {
  const ms = fc.integer({ min: 0, max: 100_000_000 })
  fc.assert(
    fc.property(ms, ms, (first, second) => {
      const once = refilled({ tokens: 0, at: 0 }, first + second, DAY)
      const twice = refilled(refilled({ tokens: 0, at: 0 }, first, DAY), first + second, DAY)
      assert.ok(Math.abs(once.tokens - twice.tokens) < 1e-9)
    }),
  )
})

test.run()
