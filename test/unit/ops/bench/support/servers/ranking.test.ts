import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { incidentsOf, ranking } from '../../../../../../ops/bench/support/servers/ranking.ts'

test('should give the areas that scikit-learn gives for its own example', () => {
  const { rocAuc, prAuc } = ranking(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1))
  assert.is(rocAuc, 0.75)
  assert.ok(Math.abs(prAuc - 0.8333333333333333) < 1e-12, String(prAuc))
})

test('should give a half and the share of incidents where all scores are equal', () => {
  const { rocAuc, prAuc, hit } = ranking(new Float64Array(8), Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0))
  assert.equal([rocAuc, prAuc, hit], [0.5, 0.25, 0])
})

test('should count an incident as hit by one of its rows, when few others are as high', () => {
  const scores = new Float64Array(1_000)
  const labels = new Uint8Array(1_000)
  labels.fill(1, 100, 120)
  labels.fill(1, 300, 310)
  scores[110] = 0.9
  scores[305] = 0.5
  for (let row = 400; row < 409; row += 1) scores[row] = 0.8
  assert.is(ranking(scores, labels).hit, 1)
  for (let row = 409; row < 420; row += 1) scores[row] = 0.8
  assert.is(ranking(scores, labels).hit, 0.5)
})

test('should find runs of ones, at both ends too', () => {
  assert.equal(incidentsOf(Uint8Array.of(1, 1, 0, 1, 0, 0, 1)), [
    [0, 2],
    [3, 4],
    [6, 7],
  ])
})

test('should agree with counting all pairs of rows, whatever the scores', () => {
  const row = fc.record({ score: fc.integer({ min: 0, max: 6 }), label: fc.integer({ min: 0, max: 1 }) })
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 60 }), (rows) => {
      const [bad, good] = [1, 0].map((kind) => rows.filter(({ label }) => label === kind).map(({ score }) => score))
      fc.pre(bad.length > 0 && good.length > 0)
      const wins = bad.flatMap((one) => good.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)))
      const expected = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length
      const { rocAuc } = ranking(
        Float64Array.from(rows, ({ score }) => score),
        Uint8Array.from(rows, ({ label }) => label),
      )
      return Math.abs(rocAuc - expected) < 1e-12
    }),
  )
})

test.run()
