import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, frames } from '../../../../streams/runtime/testing/drive-processor.ts'
import { stuck } from '../../../../streams/sense/stuck.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

test('should raise when a series that always changes has not changed for ten minutes, and clear with the next change', () => {
  const run = new DetectorRun(stuck).fold(
    framesOf(['latency_p99'], [...noisy(20, 200), ...Array(700).fill([7]), ...noisy(20, 5)]),
  )
  assert.equal(
    run.findings.map(({ phase, method, severity, at, from, value }) => [phase, method, severity, at, from, value]),
    [
      ['raised', 'stuck', 'warning', 800_000, 200_000, 7],
      ['cleared', 'stuck', 'warning', 900_000, 200_000, run.findings[1].value],
    ],
  )
  assert.is(run.findings[0].hint, 'latency_p99 has not changed for 10 min, and usually does with nearly every sample')
  assert.is(run.findings[1].hint, 'latency_p99 changes again after 12 min')
  assert.ok(run.findings[0].score > 0.94 && run.findings[0].score < 1)
})

test('should go through the codec and speak under the key of the tenant', () => {
  const values = [...noisy(20, 130).flat(), ...Array<number>(70).fill(3)]
  driveProcessor(stuck)
    .when(frames(SystemTelemetryRaw, 'web-1', 'orders', values, { everyMs: 60_000 }))
    .emits([
      { type: 'Finding', value: { source: 'web-1', metric: 'orders', phase: 'raised', method: 'stuck', severity: 'info' } },
    ])
})

test('should never alarm for a series that is constant, or often so', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [
    7,
    i % 2 === 0 ? i : i - 1,
    i < 4000 ? Math.floor(i / 3) : 0,
    i < 60 ? i : 60,
  ])
  assert.equal(new DetectorRun(stuck).fold(framesOf(['constant', 'pairs', 'triples', 'once'], rows)).findings, [])
})

test('should wait for three times the longest pause that a series makes', () => {
  const pause = (samples: number) => [...Array(samples).fill([7]), ...noisy(20, 3000)]
  const settings = { leastMs: 0 }
  const quiet = new DetectorRun(stuck, settings).fold(
    framesOf(['orders'], [...noisy(20, 200), ...pause(50), ...pause(110), ...pause(300)]),
  )
  assert.equal(quiet.findings, [])
  const long = new DetectorRun(stuck, settings).fold(framesOf(['orders'], [...noisy(20, 200), ...pause(50), ...pause(160)]))
  assert.is(long.raised().length, 1)
})

test('should not need that much for a series that has only just begun to pause', () => {
  const rows = [...noisy(20, 2000), ...Array(700).fill([7])]
  assert.is(new DetectorRun(stuck).fold(framesOf(['orders'], rows)).raised().length, 1)
})

test('should rest after an alarm', () => {
  const rows = [...noisy(20, 200), ...Array(700).fill([7]), ...noisy(20, 10), ...Array(700).fill([7]), ...noisy(20, 10)]
  assert.is(new DetectorRun(stuck, { runs: 1 }).fold(framesOf(['orders'], rows)).raised().length, 1)
})

test('should pass over what is not a finite number or absurdly large', () => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, 1e301].map((value) => [value])
  const rows = [
    ...wild,
    ...noisy(50, 60),
    ...wild,
    ...noisy(50, 140),
    ...Array(300).fill([Number.NaN]),
    ...Array(700).fill([1e301]),
  ]
  assert.equal(new DetectorRun(stuck).fold(framesOf(['orders'], rows)).findings, [])
})

test.run()
