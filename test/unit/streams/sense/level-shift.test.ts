import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, frames } from '../../../../streams/runtime/testing/drive-processor.ts'
import { levelShift } from '../../../../streams/sense/level-shift.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

test('should report one signal when a level rises and stays', () => {
  driveProcessor(levelShift)
    .given(frames(SystemTelemetryRaw, 'web-1', 'latency_p99', noisy(20, 150).flat()))
    .when(frames(SystemTelemetryRaw, 'web-1', 'latency_p99', noisy(90, 100).flat(), { from: 150_000 }))
    .emits([{ type: 'Finding', value: { metric: 'latency_p99', method: 'level_shift', phase: 'raised', severity: 'warning' } }])
})

test('should date the shift to where it began and clear when the level is back', () => {
  const run = new DetectorRun(levelShift).fold(framesOf(['orders'], [...noisy(50, 200), ...noisy(75, 100), ...noisy(50, 200)]))
  assert.equal(
    run.findings.map(({ phase }) => phase),
    ['raised', 'cleared'],
  )
  const [raised, cleared] = run.findings
  assert.ok(raised.from >= 200_000 && raised.from <= 210_000)
  assert.ok(raised.at < 260_000)
  assert.ok(cleared.at > 300_000 && cleared.at < 380_000)
  assert.match(raised.hint, /level of the last 2000 samples/)
})

test('should find a shift that is too small for single values', () => {
  const noise = (level: number, samples: number) =>
    Array.from({ length: samples }, (_, i) => [level + 10 * Math.sin(i * 12.9898)])
  const run = new DetectorRun(levelShift).fold(framesOf(['orders'], [...noise(100, 300), ...noise(145, 300)]))
  assert.equal(run.raised(), ['orders'])
})

test('should take a persistent level as the new range', () => {
  const run = new DetectorRun(levelShift).fold(framesOf(['orders'], [...noisy(50, 200), ...noisy(90, 2000)]))
  assert.equal(
    run.findings.map(({ phase }) => phase),
    ['raised', 'cleared'],
  )
  assert.match(run.findings[1].hint, /counts as its range from now on/)
})

test('should follow a change for the better without a word, and find the way back', () => {
  const run = new DetectorRun(levelShift).fold(framesOf(['cpu_usage'], [...noisy(95, 200), ...noisy(5, 400), ...noisy(95, 60)]))
  assert.equal(run.raised(), ['cpu_usage'])
  assert.ok(run.findings[0].at >= 600_000)
})

test('should not raise for bursts that are over soon', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => [i % 60 < 4 ? 80 : 5])
  assert.equal(new DetectorRun(levelShift).fold(framesOf(['cpu_usage'], rows)).findings, [])
})

test('should forget a suspicion that did not last', () => {
  const run = new DetectorRun(levelShift).fold(framesOf(['orders'], [...noisy(50, 200), ...noisy(90, 5), ...noisy(50, 200)]))
  assert.equal(run.findings, [])
  assert.equal(run.raised(), [])
})

test('should rest after a shift', () => {
  const hour = [...noisy(75, 100), ...noisy(50, 300)]
  const run = new DetectorRun(levelShift).fold(framesOf(['orders'], [...noisy(50, 200), ...hour, ...hour]))
  assert.is(run.raised().length, 1)
})

test('should pass over what is not a finite number', () => {
  const wild = [[Number.NaN], [Number.POSITIVE_INFINITY], [1e301]]
  const run = new DetectorRun(levelShift).fold(
    framesOf(['orders'], [...wild, ...noisy(50, 200), ...wild, ...noisy(90, 40), ...wild, ...noisy(90, 20)]),
  )
  assert.is(run.raised().length, 1)
})

test.run()
