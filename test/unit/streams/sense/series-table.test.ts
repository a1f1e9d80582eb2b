import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FrameView } from '../../../../schemas/codec/codec.ts'
import { ewma } from '../../../../streams/sense/ewma.ts'
import { levelShift } from '../../../../streams/sense/level-shift.ts'
import { novelty } from '../../../../streams/sense/novelty.ts'
import { emptyTable, MOST_SERIES, OWN, slotsFor, valuesInSlots } from '../../../../streams/sense/series-table.ts'
import { stuck } from '../../../../streams/sense/stuck.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

const quick = { learnSamples: 12, clearSamples: 3, relearnSamples: 20, restFrames: 10, restMs: 5000 }

/** Metrics that come, go and change places, with values that now and then are far away or no numbers at all. */
const histories = fc
  .array(
    fc.record({
      names: fc.shuffledSubarray(['cpu_usage', 'orders', '__proto__', 'disk_usage{mount="/"}', 'ü'], { minLength: 1 }),
      runs: fc.array(
        fc.tuple(fc.oneof(fc.constantFrom(5, 90, 4000, Number.NaN), fc.double({ min: -100, max: 100, noNaN: true })), fc.nat(14)),
      ),
    }),
  )
  .map((parts) => {
    const frames: FrameView[] = []
    for (const { names, runs } of parts) {
      for (const [value, length] of runs) {
        for (let i = 0; i < length; i += 1) {
          const values = Float64Array.from(
            names,
            (_, metric) => value + (length % 3 === 0 ? 0 : Math.sin(frames.length + metric)),
          )
          frames.push({ source: 'host', at: 1000 * frames.length, names, values, labels: {} })
        }
      }
    }
    return frames
  })

const detectors = [
  { processor: ewma, settings: quick },
  { processor: levelShift, settings: quick },
  { processor: novelty, settings: { ...quick, freshFrames: 5, rememberFrames: 100 } },
  { processor: stuck, settings: { learnSamples: 12, restFrames: 10, restMs: 5000, leastSamples: 3, leastMs: 2000 } },
]

for (const { processor, settings } of detectors) {
  test(`should go on from its bytes as if nothing had happened, ${processor.name}`, () => {
    fc.assert(
      fc.property(histories, fc.double({ min: 0, max: 1, noNaN: true }), (frames, share) => {
        const cut = Math.floor(share * frames.length)
        const whole = new DetectorRun(processor, settings).fold(frames)
        const first = new DetectorRun(processor, settings).fold(frames.slice(0, cut))
        const second = first.restored(settings).fold(frames.slice(cut))
        assert.is(Buffer.compare(second.bytes(), whole.bytes()), 0)
        assert.equal([...first.findings, ...second.findings], whole.findings)
        assert.equal([...first.learning, ...second.learning], whole.learning)
      }),
    )
  })

  test(`should come to the same whether or not it knows the layout from the last frame, ${processor.name}`, () => {
    const rows = [...noisy(50, 150), ...noisy(90, 50)]
    const known = new DetectorRun(processor).fold(framesOf(['orders'], rows))
    const looked = new DetectorRun(processor)
    for (const frame of framesOf(['orders'], rows)) looked.fold([{ ...frame, names: [...frame.names] }])
    assert.is(Buffer.compare(known.bytes(), looked.bytes()), 0)
    assert.equal(known.findings, looked.findings)
  })
}

test('should keep the slot of a metric when the order changes', () => {
  const table = emptyTable(OWN)
  const slotsOf = (...names: string[]) => [...slotsFor(table, names).subarray(0, names.length)]
  assert.equal(slotsOf('a', 'b'), [0, 1])
  assert.equal(slotsOf('c', 'b', 'a'), [2, 1, 0])
  assert.equal(slotsOf('b'), [1])
  assert.equal(slotsOf('a', 'b', 'c'), [0, 1, 2])
})

test('should put values in the order of the slots, and say which a frame does not have', () => {
  const table = emptyTable(OWN)
  const arranged = (names: string[], ...values: number[]) => [
    ...valuesInSlots(table, { source: 'host', at: 0, names, values: Float64Array.from(values), labels: {} }),
  ]
  assert.equal(arranged(['a', 'b'], 1, 2), [1, 2])
  assert.equal(arranged(['c', 'b', 'a'], 3, 4, 5), [5, 4, 3])
  assert.equal(arranged(['b'], 6), [Number.NaN, 6, Number.NaN])
  assert.equal(arranged(['a', 'b', 'c'], 7, 8, 9), [7, 8, 9])
})

test('should drop metrics that are gone when too many names have come by, and keep what it learned of the others', () => {
  const run = new DetectorRun(ewma).fold(framesOf(['kept'], noisy(50, 130)))
  for (let part = 0; part * 1000 < MOST_SERIES + 1000; part += 1) {
    const names = ['kept', ...Array.from({ length: 1000 }, (_, i) => `name_${part}_${i}`)]
    run.fold(framesOf(names, [Array(names.length).fill(50)], 130_000 + 1000 * part))
  }
  assert.ok(run.bytes().length < MOST_SERIES * 250)
  assert.is(run.learning.at(-1)?.learned, 1)
  run.fold(framesOf(['kept'], noisy(90, 10), 200_000))
  assert.equal(run.raised(), ['kept'])
})

test('should share names and slots between sources that send the same metrics', () => {
  const names = ['a', 'b']
  const [one, other] = [emptyTable(OWN), emptyTable(OWN)]
  assert.is(slotsFor(one, [...names]), slotsFor(other, names))
  slotsFor(one, names)
  assert.is(one.names, other.names)
})

test('should need no more than 200 bytes a series for both detectors together', () => {
  const names = Array.from({ length: 100 }, (_, i) => `m${i}`)
  const rows = Array.from({ length: 121 }, (_, i) => names.map((_name, metric) => Math.sin(i + metric)))
  const bytes = [ewma, levelShift].map(
    (processor) => new DetectorRun(processor).fold(framesOf(names, rows)).bytes().length / names.length,
  )
  assert.ok(bytes[0] + bytes[1] <= 200, `${bytes.join(' + ')} bytes`)
})

test.run()
