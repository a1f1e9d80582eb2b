import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw, TelemetrySources } from '../../../../../schemas/topics.ts'
import { emptyEntry } from '../../../../../streams/runtime/fold/key-entry.ts'
import { encodeGiven } from '../../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { FoldBench, frame, testStage, tick } from '../support/fold-bench.ts'
import { say, teller } from '../support/teller.ts'

const intake = { graceMs: 1_000, futureMs: 500, forgetMs: 60_000, maxSources: 2, maxMetrics: 3 }

function openBench(): FoldBench {
  const count = teller({ Frame: (_, ctx) => say(ctx, String(++ctx.state.n)) })
  const bench = new FoldBench(testStage([count], { intake }))
  bench.put(frame('s', 10_000))
  bench.outputs()
  return bench
}

function refusals(bench: FoldBench) {
  return bench.outputs().flatMap(({ type, value }) => {
    return type === 'LateFrame' ? [{ reason: value.reason, value: value.value, limit: value.limit }] : []
  })
}

test('should welcome a new source with an event', () => {
  const bench = new FoldBench(testStage([teller({ Frame: () => {} })], { intake }))
  bench.put(frame('s', 5, { a: 1, b: 2 }))
  const [seen] = bench.outputs()
  assert.is(seen.type, 'SourceSeen')
  assert.is(seen.topic, TelemetrySources.name)
  assert.equal(seen.value, { source: 's', at: 5, metrics: 2 })
})

test('should make a dead letter of a frame without a key, or with the key of another source', () => {
  const bench = openBench()
  const { key, ...rest } = encodeGiven(testCodec, frame('s', 10_500))
  bench.putRaw(SystemTelemetryRaw, { ...rest, arrival: 10_500 })
  bench.putRaw(SystemTelemetryRaw, { ...rest, arrival: 10_500, key: Buffer.from('default/t') })
  const letters = bench.fold.letters.take().letters.map(({ code, offset }) => [code, offset])
  assert.equal(letters, [
    ['HS_KEY_FOREIGN', 1],
    ['HS_KEY_FOREIGN', 2],
  ])
  assert.equal([...bench.fold.entries.keys()], ['default/s'])
  bench.putRaw(SystemTelemetryRaw, { ...rest, arrival: 10_500, key })
  assert.equal(bench.said(), ['2'])
})

test('should send a repeated frame to the late ones, and let it move nothing', () => {
  const bench = openBench()
  bench.put(frame('s', 10_000))
  assert.is(bench.fold.outbox.records.length, 1)
  assert.equal(refusals(bench), [{ reason: 'repeated', value: 0, limit: 0 }])
  bench.put(frame('s', 10_500))
  assert.equal(bench.said(), ['2'])
})

test('should fold a frame within the grace, and its repeat no more', () => {
  const bench = openBench()
  bench.put(frame('s', 9_000))
  bench.put(frame('s', 9_000))
  const [folded, late] = bench.outputs()
  assert.is(folded.type, 'Finding')
  assert.equal((late.value as { reason: string }).reason, 'repeated')
})

test('should know repeats within the grace after many frames', () => {
  const bench = openBench()
  for (let at = 10_010; at <= 12_000; at += 10) bench.put(frame('s', at))
  bench.outputs()
  for (const at of [11_000, 11_500, 12_000]) bench.put(frame('s', at))
  assert.equal(
    refusals(bench).map(({ reason }) => reason),
    ['repeated', 'repeated', 'repeated'],
  )
  assert.ok((bench.fold.entries.get('default/s')?.seen?.recent.length ?? 999) < 150)
})

test('should send a frame behind the grace, ahead of its arrival, or from before the forget time to the late ones', () => {
  const bench = openBench()
  bench.put(frame('s', 8_999))
  bench.put(frame('s', 20_501, { m: 1 }, 20_000))
  bench.put(tick(100_000))
  bench.put(frame('s', 39_999, { m: 1 }, 100_000))
  assert.equal(refusals(bench), [
    { reason: 'late', value: 1_001, limit: 1_000 },
    { reason: 'future', value: 501, limit: 500 },
    { reason: 'expired', value: 60_001, limit: 60_000 },
  ])
})

test('should refuse more sources than there is room for, and keep nothing of a refused source', () => {
  const bench = openBench()
  bench.put(frame('t', 10_001))
  bench.outputs()
  for (let source = 0; source < 50; source++) bench.put(frame(`u${source}`, 10_002))
  const refused = refusals(bench)
  assert.is(refused.length, 50)
  assert.equal(refused[0], { reason: 'source_cap', value: 3, limit: 2 })
  assert.equal([...bench.fold.entries.keys()], ['default/s', 'default/t'])
})

test('should refuse a frame with too many metrics with the count and the limit', () => {
  const bench = openBench()
  bench.put(frame('s', 10_001, { a: 1, b: 2, c: 3, d: 4 }))
  assert.equal(refusals(bench), [{ reason: 'metric_cap', value: 4, limit: 3 }])
})

test('should refuse again the source that was refused, although another is known to have made room later', () => {
  const bench = openBench()
  bench.put(frame('t', 10_000))
  bench.put(frame('u', 10_001))
  bench.put(tick(40_000))
  bench.put(frame('t', 50_000))
  bench.put(tick(70_000))
  const welcomes = bench.fold.takeWelcomes()
  assert.equal(welcomes, [
    { input: 0, offset: 0 },
    { input: 0, offset: 1 },
  ])

  const again = bench.freshFold()
  again.restore([{ ...emptyEntry('default/s'), restoredTo: 1 }]) // as it was in the end: forgotten
  again.startAgain({ n: 1, version: '', outputs: [], cuts: [], letters: [], welcomes, gaps: [] })
  const [frames, ticks] = bench.inputs
  for (const record of frames.slice(0, 3)) bench.apply(again, 0, record)
  bench.apply(again, 1, ticks[0])
  bench.apply(again, 0, frames[3])
  bench.apply(again, 1, ticks[1])
  const live = (fold: typeof again) => [...fold.entries.values()].filter(({ seen }) => seen).map(({ key }) => key)
  assert.equal(live(again), ['default/t'])
  assert.equal(live(again), live(bench.fold))
})

test('should forget a source that is silent, and make room for another', () => {
  const bench = openBench()
  bench.put(frame('t', 10_000))
  bench.put(tick(40_000))
  bench.put(frame('t', 50_000))
  bench.outputs()
  bench.put(tick(69_999))
  assert.equal(bench.outputs(), [])
  bench.put(tick(70_000))
  const [gone, ...rest] = bench.outputs()
  assert.is(rest.length, 0)
  assert.is(gone.type, 'SourceForgotten')
  assert.equal(gone.value, { source: 's', at: 70_000, lastAt: 10_000 })
  bench.put(frame('u', 70_001))
  assert.equal(
    bench.outputs().map(({ type }) => type),
    ['SourceSeen', 'Finding'],
  )
})

test.run()
