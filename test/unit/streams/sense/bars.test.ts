import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Bar } from '../../../../schemas/generated/records.ts'
import { barWidths } from '../../../../schemas/telemetry/bar-widths.ts'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { driveProcessor, type ProcessorDriver, tick } from '../../../../streams/runtime/testing/drive-processor.ts'
import { stateBytes, throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'
import { type Given, given } from '../../../../streams/runtime/testing/stored.ts'
import { bars } from '../../../../streams/sense/bars.ts'
import type { Bars } from '../../../../streams/sense/bars-state.ts'

const START = 1_700_006_400_000 // a full hour
const MINUTE = 60_000
const { quarterMs, hourMs } = barWidths

test('should sum up a quarter of an hour, and tell it when a frame has passed its end by a minute', () => {
  const values = [5, -1, 9, 2]
  const driver = driveProcessor(bars).given(values.map((m, i) => frame(i * MINUTE, { m, other: 1 })))
  driver.when([frame(14 * MINUTE, { m: 3 }), frame(15 * MINUTE, { m: 100 }), frame(16 * MINUTE - 1, { m: 200 })])
  assert.equal(told(driver), [])
  driver.when([frame(16 * MINUTE, { m: 300 })])
  assert.equal(told(driver), [
    {
      source: 'web-1',
      start: START,
      widthMs: quarterMs,
      metrics: ['m', 'other'],
      count: [5, 4],
      min: [-1, 1],
      max: [9, 1],
      mean: [18 / 5, 1],
      last: [3, 1],
    },
  ])
})

test('should count late frames within the grace', () => {
  const driver = driveProcessor(bars).given([frame(14 * MINUTE, { m: 1 }), frame(15 * MINUTE, { m: 50 })])
  driver.when([frame(15 * MINUTE - 1, { m: 7 }), frame(17 * MINUTE, { m: 50 })])
  assert.equal(
    told(driver).map(({ count, max, last }) => [count, max, last]),
    [[[2], [7], [7]]],
  )
})

test('should tell an hour with its last quarter, made of the four', () => {
  const driver = driveProcessor(bars).when([0, 15, 30, 45, 60, 61].map((minute) => frame(minute * MINUTE, { m: minute })))
  const all = told(driver)
  assert.equal(
    all.map(({ start, widthMs }) => [(start - START) / MINUTE, widthMs / MINUTE]),
    [
      [0, 15],
      [15, 15],
      [30, 15],
      [45, 15],
      [0, 60],
    ],
  )
  const { count, min, max, mean, last } = all[4]
  assert.equal({ count, min, max, mean, last }, { count: [4], min: [0], max: [45], mean: [22.5], last: [45] })
})

test('should tell by the clock what a silent source has left, the hour when it is over', () => {
  const driver = driveProcessor(bars).given([tick(START), frame(5 * MINUTE, { m: 1 })])
  driver.when([tick(START + 16 * MINUTE - 1)])
  assert.equal(told(driver), [])
  driver.when([tick(START + 16 * MINUTE), tick(START + 61 * MINUTE - 1)])
  assert.equal(
    told(driver).map(({ widthMs }) => widthMs),
    [quarterMs],
  )
  driver.when([tick(START + 61 * MINUTE), tick(START + 600 * MINUTE)])
  assert.equal(
    told(driver).map(({ widthMs }) => widthMs),
    [quarterMs, hourMs],
  )
})

test('should give a source whose frames come ten minutes late the time that it needs', () => {
  const records = Array.from({ length: 90 }, (_, minute) => [
    tick(START + (minute + 10) * MINUTE),
    frame(minute * MINUTE, { m: minute }),
  ])
  const all = told(driveProcessor(bars).when(records.flat()))
  assert.equal(
    all.map(({ start, widthMs, count }) => [(start - START) / MINUTE, widthMs / MINUTE, count[0]]),
    [
      [0, 15, 15],
      [15, 15, 15],
      [30, 15, 15],
      [45, 15, 15],
      [0, 60, 60],
      [60, 15, 15],
    ],
  )
})

test('should make another bar of the same start for what comes after it was told', () => {
  const driver = driveProcessor(bars).given([tick(START), frame(14 * MINUTE, { m: 1 }), tick(START + 16 * MINUTE)])
  driver.given([tick(START + 20 * MINUTE)]).when([frame(14.5 * MINUTE, { m: 9 }), frame(17 * MINUTE, { m: 2 })])
  assert.equal(
    told(driver).map(({ start, max }) => [start, max]),
    [[START, [9]]],
  )
})

test('should tell what was measured of metrics that come and go, and pass over those that a bar does not have', () => {
  const frames = [{ a: 1 }, { a: 2, b: 10 }, { c: 5, a: 3 }, { b: 30 }].map((metrics, i) => frame(i * MINUTE, metrics))
  const next = [frame(15 * MINUTE, { b: 4 }), frame(32 * MINUTE, { b: 4 })]
  assert.equal(
    told(driveProcessor(bars).when([...frames, ...next])).map(({ metrics, count, mean }) => ({ metrics, count, mean })),
    [
      { metrics: ['a', 'b', 'c'], count: [3, 2, 1], mean: [2, 20, 5] },
      { metrics: ['b'], count: [1], mean: [4] },
    ],
  )
})

test('should tell in parts when there are more names than a bar may have, and lose none', () => {
  const many = (part: number) => Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`m_${part}_${i}`, i]))
  const frames = Array.from({ length: 6 }, (_, part) => frame(part * MINUTE, many(part)))
  const all = told(driveProcessor(bars).when([...frames, frame(90 * MINUTE, {}), frame(200 * MINUTE, {})]))
  for (const width of [quarterMs, hourMs]) {
    const metrics = all.filter(({ widthMs }) => widthMs === width).flatMap((bar) => bar.metrics)
    assert.is(new Set(metrics).size, 9000)
    assert.is(metrics.length, 9000)
  }
  assert.ok(all.every(({ metrics }) => metrics.length <= 1000))
})

test('should keep the mean of equal values equal to them', () => {
  const values = Array.from({ length: 800 }, (_, i) => frame(i * 1000, { m: 0.1 }))
  const [bar] = told(driveProcessor(bars).when([...values, frame(20 * MINUTE, { m: 0.1 })]))
  assert.equal([bar.mean, bar.min, bar.max], [[0.1], [0.1], [0.1]])
})

/** Steps of a source: a tick or a frame, later or a little earlier than the one before, now and then much later. */
const histories = fc.array(
  fc.record({
    step: fc.oneof(fc.integer({ min: -50_000, max: 300_000 }), fc.constant(40 * MINUTE)),
    tick: fc.boolean(),
    metrics: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'ü'), fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minKeys: 1,
    }),
  }),
  { maxLength: 60 },
)

test('should lose no sample and count none twice, whatever comes when', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const records = recordsOf(history)
      const end = START + 400 * 60 * MINUTE
      const all = told(driveProcessor(bars).when([...records, tick(end), tick(end + 60 * MINUTE)]))
      for (const widthMs of [quarterMs, hourMs]) {
        const expected = new Map<string, number[]>()
        for (const { type, value } of records) {
          if (type !== 'Frame' || !('labels' in value)) continue
          for (const [name, sample] of Object.entries(value.metrics as Record<string, number>)) {
            const key = `${Math.floor(Number(value.at) / widthMs) * widthMs} ${name}`
            expected.set(key, [...(expected.get(key) ?? []), sample])
          }
        }
        const found = new Map<string, { count: number; min: number; max: number; sum: number }>()
        for (const bar of all.filter((each) => each.widthMs === widthMs)) {
          bar.metrics.forEach((name, i) => {
            const key = `${bar.start} ${name}`
            const known = found.get(key) ?? { count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0 }
            found.set(key, {
              count: known.count + bar.count[i],
              min: Math.min(known.min, bar.min[i]),
              max: Math.max(known.max, bar.max[i]),
              sum: known.sum + bar.mean[i] * bar.count[i],
            })
          })
        }
        assert.equal(new Set(found.keys()), new Set(expected.keys()))
        for (const [key, samples] of expected) {
          const { count, min, max, sum } = found.get(key) ?? { count: 0, min: 0, max: 0, sum: 0 }
          assert.equal([count, min, max], [samples.length, Math.min(...samples), Math.max(...samples)])
          assert.ok(Math.abs(sum - samples.reduce((a, b) => a + b, 0)) <= 1e-9 * samples.length * 1e6)
        }
      }
    }),
  )
})

test('should go on from its bytes as if nothing had happened', () => {
  fc.assert(
    fc.property(histories, fc.nat(60), (history, cut) => {
      const records = recordsOf(history)
      const whole = driveProcessor(bars).when(records)
      const first = driveProcessor(bars).when(records.slice(0, cut))
      const entry = first.fold.keys.entry('default/web-1')
      const state = entry.states[0] as Bars | undefined
      const outputs = first.outputs()
      if (state !== undefined) entry.states[0] = throughBytes(bars.state, state)
      first.given([]).when(records.slice(cut))
      assert.equal([...outputs, ...first.outputs()], whole.outputs())
      const [one, other] = [first, whole].map(({ fold }) => fold.keys.entry('default/web-1').states[0] as Bars | undefined)
      assert.equal(one && stateBytes(bars.state, one), other && stateBytes(bars.state, other))
    }),
  )
})

function recordsOf(history: readonly { step: number; tick: boolean; metrics: Record<string, number> }[]): Given[] {
  let at = 60 * MINUTE
  return history.map(({ step, tick: isTick, metrics }) => {
    at = Math.max(0, at + step)
    return isTick ? tick(START + at) : frame(at, metrics)
  })
}

function frame(after: number, metrics: Record<string, number>): Given {
  const at = START + after
  return given(SystemTelemetryRaw, 'Frame', 'default/web-1', at, { source: 'web-1', at, metrics, labels: {} })
}

function told(driver: ProcessorDriver): Bar[] {
  return driver.outputs().flatMap((output) => (output.type === 'Bar' ? [output.value] : []))
}

test.run()
