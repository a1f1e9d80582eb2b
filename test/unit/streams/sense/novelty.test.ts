import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, frames } from '../../../../streams/runtime/testing/drive-processor.ts'
import { novelty } from '../../../../streams/sense/novelty.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

test('should raise with the first value that lies away from all that were seen, and clear when it is over', () => {
  const run = new DetectorRun(novelty).fold(framesOf(['orders'], [...noisy(50, 200), ...noisy(70, 10), ...noisy(50, 40)]))
  assert.equal(
    run.findings.map(({ phase, method, severity }) => [phase, method, severity]),
    [
      ['raised', 'novelty', 'info'],
      ['cleared', 'novelty', 'info'],
    ],
  )
  const [raised, cleared] = run.findings
  assert.is(raised.at, 200_000)
  assert.is(raised.from, 200_000)
  assert.is(cleared.at, 224_000)
  assert.ok(raised.score > 0.9 && raised.score < 1)
  assert.match(raised.hint, /^orders is 70.*, expected 4\d.*–5\d.* \(such a value was never seen\), for 0 s$/)
})

test('should go through the codec and speak under the key of the tenant', () => {
  driveProcessor(novelty)
    .given(frames(SystemTelemetryRaw, 'web-1', 'orders', noisy(20, 121).flat()))
    .when(frames(SystemTelemetryRaw, 'web-1', 'orders', [400], { from: 121_000 }))
    .emits([
      { type: 'Finding', value: { source: 'web-1', metric: 'orders', phase: 'raised', method: 'novelty', severity: 'info' } },
    ])
})

test('should find a value in a gap between those that a series jumps to and fro', () => {
  const jumps = Array.from({ length: 300 }, (_, i) => [i % 2 === 0 ? 10 : 90])
  const run = new DetectorRun(novelty).fold(framesOf(['orders'], [...jumps, [50], ...jumps]))
  assert.equal(run.raised(), ['orders'])
  assert.is(run.findings[0].at, 300_000)
})

test('should be silent while it learns, and for every value that comes again', () => {
  const learning = Array.from({ length: 119 }, (_, i) => [i % 40 === 7 ? 900 : i])
  const run = new DetectorRun(novelty).fold(framesOf(['orders'], [...learning, ...learning, ...learning]))
  assert.equal(run.findings, [])
})

test('should leave metrics of the sensor catalogue to the methods that know their floors', () => {
  const rows = [...noisy(10, 200), ...noisy(99, 20)].map(([value]) => [value, value])
  const run = new DetectorRun(novelty).fold(framesOf(['cpu_usage', 'orders'], rows))
  assert.equal(run.raised(), ['orders'])
})

test('should give the same distance the same score whatever the unit', () => {
  const scoreOf = (scale: number) =>
    new DetectorRun(novelty).fold(
      framesOf(
        ['orders'],
        [...noisy(50, 200), [80]].map(([value]) => [scale * value]),
      ),
    ).findings[0].score
  fc.assert(fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (scale) => Math.abs(scoreOf(scale) - scoreOf(1)) < 0.02))
})

test('should rest after an alarm, but not from a stronger one', () => {
  const burst = (level: number) => [...noisy(level, 3), ...noisy(50, 30)]
  const rows = [...noisy(50, 200), ...burst(80), ...burst(20), ...burst(400)]
  const run = new DetectorRun(novelty).fold(framesOf(['orders'], rows))
  assert.equal(
    run.findings.filter(({ phase }) => phase === 'raised').map(({ value }) => Math.round(value / 10) * 10),
    [80, 400],
  )
})

test('should know a disturbance when it comes again after the rest, and forget it in the end', () => {
  const settings = { restFrames: 20, restMs: 0, rememberFrames: 1000 }
  const burst = noisy(80, 60)
  const again = new DetectorRun(novelty, settings).fold(
    framesOf(['orders'], [...noisy(50, 200), ...burst, ...noisy(50, 200), ...burst]),
  )
  assert.is(again.raised().length, 1)
  const later = new DetectorRun(novelty, settings).fold(
    framesOf(['orders'], [...noisy(50, 200), ...burst, ...noisy(50, 2500), ...burst]),
  )
  assert.is(later.raised().length, 2)
})

test('should not raise for a slow growth or for dust', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => [1000 + i, 5 + (i > 1000 ? 1e-3 : 0)])
  assert.equal(new DetectorRun(novelty).fold(framesOf(['bytes', 'queue'], rows)).findings, [])
})

test('should pass over what is not a finite number or absurdly large', () => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e301, -1e308].map((value) => [value])
  const run = new DetectorRun(novelty).fold(
    framesOf(['orders'], [...wild, ...noisy(50, 60), ...wild, ...noisy(50, 140), ...wild]),
  )
  assert.equal(run.findings, [])
})

test('should see a small disturbance again after one far value has been forgotten', () => {
  const settings = { rememberFrames: 500 }
  const rows = [...noisy(50, 200), [1e5], ...noisy(50, 8000), ...noisy(75, 3)]
  const run = new DetectorRun(novelty, settings).fold(framesOf(['orders'], rows))
  assert.equal(run.raised(), ['orders', 'orders'])
})

test.run()
