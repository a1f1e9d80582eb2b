import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding } from '../../../../schemas/generated/records.ts'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, type ProcessorDriver, tick } from '../../../../streams/runtime/testing/drive-processor.ts'
import { type Given, given } from '../../../../streams/runtime/testing/stored.ts'
import { missing } from '../../../../streams/sense/missing.ts'

const START = 1_700_000_000_000
const MINUTE = 60_000

test('should raise when a source that was heard every five seconds is silent for a minute, and clear when it is heard again', () => {
  const records = [
    ...heard(0, 15 * MINUTE, 5000),
    ...ticks(15 * MINUTE, 20 * MINUTE),
    ...heard(20 * MINUTE, 20 * MINUTE + 5000, 5000),
  ]
  const said = findings(driveProcessor(missing).when(records))
  assert.equal(
    said.map(({ phase, method, source, metric, severity, value }) => [phase, method, source, metric, severity, value]),
    [
      ['raised', 'missing', 'web-1', 'up', 'warning', 0],
      ['cleared', 'missing', 'web-1', 'up', 'warning', 1],
    ],
  )
  const [raised, cleared] = said
  assert.is(raised.at - raised.from, MINUTE)
  assert.is(raised.hint, 'nothing was heard of web-1 for 60 s, usually every 5 s')
  assert.is(cleared.hint, 'web-1 is heard again after 5 min')
  assert.ok(raised.score > 0.94 && raised.score < 1)
})

test('should wait for three intervals of a slow source', () => {
  const records = [...heard(0, 600 * MINUTE, 5 * MINUTE), ...ticks(600 * MINUTE, 660 * MINUTE, MINUTE)]
  const [raised] = findings(driveProcessor(missing).when(records))
  assert.ok(raised.at - raised.from >= 15 * MINUTE && raised.at - raised.from <= 17 * MINUTE)
})

test('should wait for twice the longest pause that a source lately made', () => {
  const pausing = [
    ...heard(0, 15 * MINUTE, 1000),
    ...ticks(15 * MINUTE, 15.8 * MINUTE),
    ...heard(15.8 * MINUTE, 20 * MINUTE, 1000),
  ]
  assert.equal(findings(driveProcessor(missing).when([...pausing, ...ticks(20 * MINUTE, 21.3 * MINUTE)])), [])
  assert.is(findings(driveProcessor(missing).when([...pausing, ...ticks(20 * MINUTE, 23 * MINUTE)])).length, 1)
})

test('should not alarm for a source that has only just come', () => {
  const records = [...heard(0, 5 * MINUTE, 1000), ...ticks(5 * MINUTE, 60 * MINUTE)]
  assert.equal(findings(driveProcessor(missing).when(records)), [])
})

test('should not alarm for old frames that were sent at once', () => {
  const sent = Array.from({ length: 500 }, (_, i) => frame(1000 * i))
  assert.equal(findings(driveProcessor(missing).when([tick(START + 500_000), ...sent, ...ticks(500_000, 90 * MINUTE)])), [])
})

test('should not take a time in which nothing ticked for a silence of the source', () => {
  const records = [
    ...heard(0, 15 * MINUTE, 1000),
    ...ticks(120 * MINUTE, 120.5 * MINUTE),
    ...heard(120.5 * MINUTE, 125 * MINUTE, 1000),
  ]
  assert.equal(findings(driveProcessor(missing).when(records)), [])
})

test('should tell a silence once, however long it lasts', () => {
  const records = [...heard(0, 15 * MINUTE, 1000), ...ticks(15 * MINUTE, 200 * MINUTE)]
  assert.is(findings(driveProcessor(missing).when(records)).length, 1)
})

test('should alternate between raised and cleared, whatever comes when', () => {
  const settings = { learnFrames: 2, learnMs: 0, leastMs: 2000, intervals: 1, pauses: 1 }
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 100, max: 9000 })), { maxLength: 80 }), (steps) => {
      let at = 0
      const records = steps.flatMap(([isFrame, step]) => {
        at += step
        return isFrame ? [frame(at)] : [tick(START + at)]
      })
      const phases = findings(driveProcessor(missing, { config: settings }).when(records)).map(({ phase }) => phase)
      phases.forEach((phase, i) => void assert.is(phase, i % 2 === 0 ? 'raised' : 'cleared'))
    }),
  )
})

/** A frame every so often, with a tick a second. */
function heard(from: number, to: number, everyMs: number): Given[] {
  const records: Given[] = []
  for (let at = from; at < to; at += 1000) {
    records.push(tick(START + at))
    if ((at - from) % everyMs === 0) records.push(frame(at))
  }
  return records
}

function ticks(from: number, to: number, everyMs = 1000): Given[] {
  return Array.from({ length: Math.ceil((to - from) / everyMs) }, (_, i) => tick(START + from + i * everyMs))
}

function frame(after: number): Given {
  const at = START + after
  return given(SystemTelemetryRaw, 'Frame', 'default/web-1', at, { source: 'web-1', at, metrics: { m: 1 }, labels: {} })
}

function findings(driver: ProcessorDriver): Finding[] {
  return driver.outputs().flatMap((output) => (output.type === 'Finding' ? [output.value] : []))
}

test.run()
