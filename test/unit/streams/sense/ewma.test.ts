import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, frames } from '../../../../streams/runtime/testing/drive-processor.ts'
import { ewma } from '../../../../streams/sense/ewma.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

const LEARNING = 121

test('should raise within five samples when a processor is burnt, and clear when it is over', () => {
  const run = new DetectorRun(ewma).fold(framesOf(['cpu_usage'], [...noisy(12, 200), ...noisy(99, 60), ...noisy(12, 60)]))
  assert.equal(
    run.findings.map(({ phase, method, severity }) => [phase, method, severity]),
    [
      ['raised', 'ewma', 'warning'],
      ['cleared', 'ewma', 'warning'],
    ],
  )
  const [raised, cleared] = run.findings
  assert.ok(raised.at < 205_000)
  assert.is(raised.from, 200_000)
  assert.ok(raised.score > 0.9 && raised.score < 1)
  assert.ok(raised.low < raised.expected && raised.expected < raised.high && raised.high < raised.value)
  assert.match(raised.hint, /^cpu_usage is [\d.]+ %, expected 0–\d+(\.\d)? % \(EWMA over the last 50 samples\), for \d s$/)
  assert.ok(cleared.at >= 260_000 && cleared.at < 280_000)
  assert.match(cleared.hint, /again, expected .*, after/)
})

test('should go through the codec and speak under the key of the tenant', () => {
  driveProcessor(ewma)
    .given(frames(SystemTelemetryRaw, 'web-1', 'latency_p99', noisy(20, LEARNING).flat()))
    .when(frames(SystemTelemetryRaw, 'web-1', 'latency_p99', [400, 400], { from: 1000 * LEARNING }))
    .emits([
      {
        type: 'Finding',
        value: { source: 'web-1', metric: 'latency_p99', phase: 'raised', method: 'ewma', severity: 'critical' },
      },
    ])
})

test('should be silent and say so while it learns', () => {
  const run = new DetectorRun(ewma).fold(framesOf(['a', 'b'], [...Array(60).fill([0, 0]), ...Array(60).fill([1000, 0])]))
  assert.equal(run.findings, [])
  assert.equal(
    run.learning.map(({ learned, total, processor }) => [learned, total, processor]),
    [
      [0, 2, 'ewma'],
      [2, 2, 'ewma'],
    ],
  )
})

test('should tell again when a metric joins that is not learned', () => {
  const run = new DetectorRun(ewma)
    .fold(framesOf(['a'], noisy(5, 130)))
    .fold(framesOf(['a', 'b'], Array(130).fill([5, 5]), 130_000))
  assert.equal(
    run.learning.map(({ learned, total }) => [learned, total]),
    [
      [0, 1],
      [1, 1],
      [1, 2],
      [2, 2],
    ],
  )
})

test('should not let the burst of work with which a system starts hide the next one', () => {
  const run = new DetectorRun(ewma).fold(framesOf(['cpu_usage'], [...noisy(99, 30), ...noisy(5, 100), ...noisy(99, 10)]))
  assert.equal(run.raised(), ['cpu_usage'])
})

test('should not raise for a change for the better', () => {
  const run = new DetectorRun(ewma).fold(
    framesOf(['cpu_usage', 'cache_hit_rate'], [...Array(150).fill([95, 20]), ...Array(60).fill([0, 99])]),
  )
  assert.equal(run.findings, [])
})

test('should raise in both directions for a metric that it does not know', () => {
  const steady = noisy(50, 200)
  assert.equal(new DetectorRun(ewma).fold(framesOf(['orders'], [...steady, ...noisy(90, 10)])).raised(), ['orders'])
  assert.equal(new DetectorRun(ewma).fold(framesOf(['orders'], [...steady, ...noisy(10, 10)])).raised(), ['orders'])
})

test('should not raise for dust on a flat series', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [50 + (i > 500 ? 0.01 : 0), i % 97 === 0 ? 0.5 : 0])
  assert.equal(new DetectorRun(ewma).fold(framesOf(['queue', 'cpu_usage'], rows)).findings, [])
})

test('should not raise for spikes that are over before they persist', () => {
  const rows = Array.from({ length: 2000 }, (_, i) => [i % 50 === 0 ? 99 : 5])
  assert.equal(new DetectorRun(ewma).fold(framesOf(['cpu_usage'], rows)).findings, [])
})

test('should take a level that persists as the new range after a documented number of samples', () => {
  const run = new DetectorRun(ewma).fold(framesOf(['orders'], [...noisy(50, 200), ...noisy(90, 1500)]))
  assert.equal(
    run.findings.map(({ phase }) => phase),
    ['raised', 'cleared'],
  )
  const [raised, cleared] = run.findings
  assert.is(cleared.at - raised.at, 600_000)
  assert.match(cleared.hint, /counts as its range from now on/)
})

test('should rest after an alarm, but not from a stronger one', () => {
  const burst = (level: number) => [...noisy(level, 10), ...noisy(50, 100)]
  const rows = [...noisy(50, 200), ...burst(90), ...burst(90), ...burst(90), ...burst(400)]
  const run = new DetectorRun(ewma).fold(framesOf(['orders'], rows))
  const levels = run.findings.filter(({ phase }) => phase === 'raised').map(({ value }) => Math.round(value / 10) * 10)
  assert.equal(levels, [90, 400])
})

test('should raise a silent episode when it outgrows what came before it', () => {
  const rows = [...noisy(50, 200), ...noisy(80, 10), ...noisy(50, 100), ...noisy(80, 10), ...noisy(500, 10)]
  const run = new DetectorRun(ewma).fold(framesOf(['orders'], rows))
  assert.is(run.raised().length, 2)
})

test('should raise the same again when the rest is over', () => {
  const rows = [...noisy(50, 200), ...noisy(90, 10), ...noisy(50, 300), ...noisy(90, 10)]
  const run = new DetectorRun(ewma, { restFrames: 100, restMs: 1000 }).fold(framesOf(['orders'], rows))
  assert.is(run.raised().length, 2)
})

test('should pass over what is not a finite number or absurdly large', () => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e301, -1e308].map((value) => [value])
  const rows = [...wild, ...noisy(50, 60), ...wild, ...noisy(50, 140), ...wild]
  const clean = [...noisy(50, 60), ...noisy(50, 140)]
  const [with_, without] = [rows, clean].map((each) => new DetectorRun(ewma).fold(framesOf(['orders'], each)))
  assert.equal(with_.findings, [])
  const cells = (run: DetectorRun) => run.bytes().subarray(8).toString('hex')
  assert.is(cells(with_), cells(without))
})

test('should send the gravest finding of a frame first', () => {
  const rows = [...Array(150).fill([50, 5, 10]), ...Array(10).fill([90, 99, 5000])]
  assert.equal(new DetectorRun(ewma).fold(framesOf(['orders', 'cpu_usage', 'latency_p99'], rows)).raised(), [
    'latency_p99',
    'orders',
    'cpu_usage',
  ])
})

test.run()
