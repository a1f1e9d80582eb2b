import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding } from '../../../../schemas/generated/records.ts'
import { barWidths } from '../../../../schemas/telemetry/bar-widths.ts'
import { SystemTelemetryRaw, TelemetryBars } from '../../../../schemas/topics.ts'
import { driveProcessor, ProcessorDriver, tick } from '../../../../streams/runtime/testing/drive-processor.ts'
import { stateBytes, throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'
import { type Given, given } from '../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { seasonal } from '../../../../streams/sense/seasonal.ts'
import { seasonsStage } from '../../../../streams/sense/seasons-stage.ts'
import { senseStage } from '../../../../streams/sense/sense-stage.ts'
import type { SeriesTable } from '../../../../streams/sense/series-table.ts'

const { quarterMs, hourMs } = barWidths
const DAY = 24 * hourMs
const MONDAY = Date.UTC(2026, 0, 5)
/** A Wednesday of the fourth week, at 2 in the morning. */
const NIGHT = MONDAY + 23 * DAY + 2 * hourMs

test('should find a night with the load of a day, which the other detectors take for ordinary', () => {
  const orders = (at: number) => (at >= NIGHT && at < NIGHT + 3 * hourMs ? 300 + noise(at) : week(at))
  const frames = series(0, 28 * DAY, 300_000, orders).map(({ at, value }) =>
    given(SystemTelemetryRaw, 'Frame', 'default/shop', at, { source: 'shop', at, metrics: { orders: value }, labels: {} }),
  )
  const outputs = new ProcessorDriver(senseStage, testCodec).when(frames).outputs()
  const bars = outputs.flatMap(({ type, value }) => (type === 'Bar' ? [value] : []))
  const others = outputs.flatMap(({ type, value }) => (type === 'Finding' ? [value] : []))
  assert.equal(
    others.filter(({ at, phase }) => phase === 'raised' && at >= NIGHT && at < NIGHT + 4 * hourMs),
    [],
  )
  const told = new ProcessorDriver(seasonsStage, testCodec).when(bars.map((bar) => barOf(bar.start, bar.mean[0], bar.widthMs)))
  const findings = told.outputs().flatMap(({ type, value }) => (type === 'Finding' ? [value] : []))
  assert.equal(
    findings.map(({ phase, method, metric, from, at }) => [
      phase,
      method,
      metric,
      (from - NIGHT) / quarterMs,
      (at - NIGHT) / quarterMs,
    ]),
    [
      ['raised', 'seasonal', 'orders', 0, 2],
      ['cleared', 'seasonal', 'orders', 0, 16],
    ],
  )
  const [{ hint, score, value, expected }] = findings
  assert.match(
    hint,
    /^orders is \d+, expected [\d.]+–[\d.]+ \(the same hour of other weeks, which explains \d\d % of its variance\)/,
  )
  assert.ok(score > 0.98 && score < 1 && value > 250 && Math.abs(expected - 40) < 10, JSON.stringify(findings[0]))
})

test('should be silent while it learns, however strange a night is', () => {
  const strange = (at: number) => (at % DAY < hourMs && at < MONDAY + 14 * DAY ? 900 : week(at))
  const findings = fold(series(0, 14 * DAY, quarterMs, strange))
  assert.equal(findings, [])
})

test('should leave series alone of which the hour of the week explains little', () => {
  let level = 0
  const walk = (at: number) => {
    level += noise(at)
    return level + (at >= NIGHT && at < NIGHT + 3 * hourMs ? 200 : 0)
  }
  const steady = (at: number) => 100 + noise(at) + (at >= NIGHT && at < NIGHT + 3 * hourMs ? 200 : 0)
  for (const shape of [walk, steady]) assert.equal(fold(series(0, 28 * DAY, quarterMs, shape)), [])
})

test('should say nothing of eight ordinary weeks that grow by a tenth each', () => {
  const grown = (at: number) => week(at) * (1 + (0.1 * (at - MONDAY)) / (7 * DAY))
  assert.equal(fold(series(0, 56 * DAY, quarterMs, grown)), [])
})

test('should forget a source with the others, and pass over bars of an hour, and what came after its bar was judged', () => {
  const records = series(0, 3 * DAY, quarterMs, week).map(({ at, value }) => barOf(at, value))
  const driver = driveProcessor(seasonal).when(records)
  const bytes = stateOf(driver)
  driver.when([barOf(MONDAY + 3 * DAY - quarterMs, 5000), barOf(MONDAY + 3 * DAY - hourMs, 5000, hourMs)])
  const after = stateOf(driver)
  assert.ok(bytes && after)
  assert.equal([after.cells, after.bits], [bytes.cells, bytes.bits])
  driver.when([tick(MONDAY + 5 * DAY)])
  assert.is(stateOf(driver), undefined)
})

test('should need less than 1,000 bytes a series, and nothing in the first day of a source', () => {
  const day = series(0, DAY, quarterMs, week).map(({ at, value }) => barOf(at, value))
  const driver = driveProcessor(seasonal).when(day)
  const first = stateOf(driver)
  assert.ok(first && stateBytes(seasonal.state, first).length < 30)
  driver.when([barOf(MONDAY + DAY, 1)])
  const second = stateOf(driver)
  assert.ok(second && stateBytes(seasonal.state, second).length < 1000)
})

test('should go on from its bytes as if nothing had happened', () => {
  const settings = {
    learnBars: 20,
    raiseSpreads: 2,
    clearSpreads: 1,
    hits: 1,
    clearSamples: 1,
    restFrames: 2,
    restMs: 0,
    leastExplained: 0,
  }
  const histories = fc.tuple(
    fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 5, maxLength: 40 }),
    fc.nat(1200),
  )
  fc.assert(
    fc.property(histories, ([values, cut]) => {
      const shape = (at: number) =>
        values[Math.floor(at / quarterMs) % values.length] + (Math.floor(at / quarterMs) % 97 === 0 ? 5000 : 0)
      const records = series(0, 13 * DAY, quarterMs, shape).map(({ at, value }) => barOf(at, value))
      const whole = driveProcessor(seasonal, { config: settings }).when(records)
      const parted = driveProcessor(seasonal, { config: settings }).when(records.slice(0, cut))
      const entry = parted.fold.keys.entry('default/shop')
      const state = stateOf(parted)
      if (state) entry.states[0] = throughBytes(seasonal.state, state)
      parted.when(records.slice(cut))
      assert.equal(parted.outputs(), whole.outputs())
      const [one, other] = [stateOf(parted), stateOf(whole)].map(
        (each) => each && stateBytes(seasonal.state, each).toString('hex'),
      )
      assert.is(one, other)
    }),
    { numRuns: 20 },
  )
})

/** Orders of a shop: many on weekdays by day, few at night and at the weekend. */
function week(at: number): number {
  const day = Math.floor((at - MONDAY) / DAY) % 7
  const open = Math.max(0, Math.sin(((at % DAY) / DAY) * 2 * Math.PI - Math.PI / 2))
  return 40 + (day < 5 ? 280 : 90) * open + noise(at)
}

/** The same in every run, and unlike from one sample and one week to the next: mulberry32 of the time, from -6 to 6. */
function noise(at: number): number {
  let bits = ((at / 300_000) | 0) + 0x6d2b79f5
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
  return 12 * (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32 - 0.5)
}

function series(from: number, to: number, everyMs: number, shape: (at: number) => number): { at: number; value: number }[] {
  return Array.from({ length: Math.floor((to - from) / everyMs) }, (_, i) => {
    const at = MONDAY + from + i * everyMs
    return { at, value: shape(at) }
  })
}

function barOf(start: number, value: number, widthMs: number = quarterMs): Given {
  const one = { count: [3], min: [value], max: [value], mean: [value], last: [value] }
  return given(TelemetryBars, 'Bar', 'default/shop', start + widthMs + 60_000, {
    source: 'shop',
    start,
    widthMs,
    metrics: ['orders'],
    ...one,
  })
}

function fold(samples: readonly { at: number; value: number }[]): Finding[] {
  const outputs = driveProcessor(seasonal)
    .when(samples.map(({ at, value }) => barOf(at, value)))
    .outputs()
  return outputs.flatMap(({ type, value }) => (type === 'Finding' ? [value] : []))
}

function stateOf(driver: ProcessorDriver): SeriesTable | undefined {
  return driver.fold.keys.entries.get('default/shop')?.states[0] as SeriesTable | undefined
}

test.run()
