import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tcpdScore } from '../../../../../ops/bench/support/tcpd-score.ts'

test('should give full marks for what every annotator says, and for nothing where there is nothing', () => {
  assert.equal(tcpdScore({ a: [40], b: [40] }, [40], 100), { cover: 1, f1: 1 })
  assert.equal(tcpdScore({ a: [], b: [] }, [], 100), { cover: 1, f1: 1 })
})

test('should count a change within five observations once, and cover by the overlap of segments', () => {
  const { cover, f1 } = tcpdScore({ a: [50] }, [53, 54], 100)
  // Precision 2 of 3 (the begin counts), recall 2 of 2; segments [0, 50) in [0, 53), [50, 100) in [54, 100).
  assert.ok(Math.abs(f1 - 0.8) < 1e-12)
  assert.ok(Math.abs(cover - (0.5 * (50 / 53) + 0.5 * (46 / 50))) < 1e-12)
})

test('should average over annotators who disagree', () => {
  const { cover, f1 } = tcpdScore({ a: [50], b: [] }, [50], 100)
  assert.is(f1, 1)
  assert.is(cover, 0.75)
})

test('should know nothing of a change that is too far away', () => {
  assert.is(tcpdScore({ a: [50] }, [56], 100).f1, 0.5)
})

test.run()
