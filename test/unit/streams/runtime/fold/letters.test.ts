import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import type { StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { recordTime } from '../../../../../streams/runtime/task/record-time.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { FoldBench, frame, testStage, tick } from '../support/fold-bench.ts'
import { say, teller } from '../support/teller.ts'

const unlucky = (onThrow: 'reset' | 'keep') =>
  teller(
    {
      Frame({ values }, ctx) {
        ctx.state = { ...ctx.state, n: ctx.state.n + 1 }
        ctx.wakeAt(`t${values[0]}`, 100)
        say(ctx, String(ctx.state.n))
        if (values[0] === 13) throw new Error('unlucky')
      },
      Timer: ({ name }, ctx) => say(ctx, name),
    },
    { onThrow },
  )

test('should dead-letter a record that cannot be decoded, whole and with where it stood', () => {
  const bench = new FoldBench(testStage([unlucky('keep')]))
  const value = testCodec.encode('Frame', { source: 's', at: 1, metrics: { m: 1 }, labels: {} }).subarray(0, 9)
  const offset = bench.putRaw(SystemTelemetryRaw, { key: Buffer.from('default/s'), value, headers: { a: 'b' } })
  const { refs, letters } = bench.fold.letters.take()
  assert.equal(refs, [{ input: 0, offset, key: 'default/s', processor: '', timer: '' }])
  const [letter] = letters
  assert.is(letter.code, 'HS_RECORD_MALFORMED')
  assert.is(letter.fingerprint, testCodec.fingerprint(value))
  assert.equal([letter.stage, letter.topic, letter.partition, letter.offset], ['test', 'system.telemetry.raw', 0, offset])
  assert.equal([letter.key?.toString(), letter.value, letter.headers], ['default/s', value, { a: 'b' }])
})

test('should say of bytes of an unknown schema that it is unknown', () => {
  const bench = new FoldBench(testStage([unlucky('keep')]))
  bench.putRaw(SystemTelemetryRaw, { value: Buffer.from([0, 0, 0, 99, 99, 1]) })
  const [letter] = bench.fold.letters.take().letters
  assert.equal([letter.code, letter.fingerprint, letter.key], ['HS_SCHEMA_UNKNOWN', '', null])
})

test('should start the state and timers of a mutable processor again when it throws, and emit nothing of it', () => {
  const bench = new FoldBench(testStage([unlucky('reset')]))
  bench.put(frame('s', 1, { m: 1 }))
  bench.put(frame('s', 2, { m: 13 }))
  bench.put(frame('s', 3, { m: 2 }))
  assert.equal(bench.said(), ['1', '1'])
  bench.put(tick(100))
  assert.equal(bench.said(), ['t2'])
  assert.is(bench.fold.letters.take().letters[0].code, 'HS_PROCESSOR_FAILED')
})

test('should leave state and timers as they were when a processor that keeps its state throws', () => {
  const bench = new FoldBench(testStage([unlucky('keep')]))
  bench.put(frame('s', 1, { m: 1 }))
  bench.put(frame('s', 2, { m: 13 }))
  bench.put(frame('s', 3, { m: 2 }))
  assert.equal(bench.said(), ['1', '2'])
  bench.put(tick(100))
  assert.equal(bench.said(), ['t1', 't2'])
})

test('should keep what other processors said of a record on which one throws', () => {
  const bench = new FoldBench(testStage([teller({ Frame: (_, ctx) => say(ctx, 'before') }, { name: 'b' }), unlucky('reset')]))
  bench.put(frame('s', 1, { m: 13 }))
  assert.equal(bench.said(), ['before'])
})

test('should dead-letter a record whose output is too large', () => {
  const bench = new FoldBench(testStage([teller({ Frame: (_, ctx) => say(ctx, 'x'.repeat(1_000_000)) })]))
  bench.put(frame('s', 1))
  const [letter] = bench.fold.letters.take().letters
  assert.is(letter.code, 'HS_RECORD_TOO_LARGE')
  assert.match(letter.reason, /default\/s/)
  assert.equal(bench.said(), [])
})

test('should not copy a record into a letter that would be too large itself', () => {
  const bench = new FoldBench(testStage([unlucky('reset')]))
  bench.putRaw(SystemTelemetryRaw, { value: Buffer.alloc(950_000, 7) })
  const [letter] = bench.fold.letters.take().letters
  assert.is(letter.value, null)
  assert.match(letter.reason, /stands at its position/)
})

test('should obey letters of history: what failed is not called again, and leaves the same state', () => {
  let lucky = false
  const processor = (onThrow: 'reset' | 'keep') =>
    teller(
      {
        Frame({ values }, ctx) {
          ctx.state = { ...ctx.state, n: ctx.state.n + 1 }
          ctx.wakeAt('odd', 100)
          ctx.wakeAt('even', 100)
          if (values[0] === 13 && !lucky) throw new HomeostatError('HS_PROCESSOR_FAILED')
        },
        Timer({ name }, ctx) {
          if (name === 'odd' && !lucky) throw new Error('odd')
          ctx.state = { ...ctx.state, words: [...ctx.state.words, name] }
        },
      },
      { name: onThrow, onThrow },
    )
  const bench = new FoldBench(testStage([processor('reset'), processor('keep')]))
  bench.put(frame('s', 1, { m: 1 }))
  bench.put(frame('s', 2, { m: 13 }))
  bench.put(frame('s', 3, { m: 2 }))
  bench.put(tick(100))
  const { refs } = bench.fold.letters.take()
  assert.equal(
    refs.map(({ processor, timer }) => [processor, timer]),
    [
      ['reset', ''],
      ['keep', ''],
      ['reset', 'odd'],
      ['keep', 'odd'],
    ],
  )

  lucky = true
  const again = bench.freshFold()
  again.startAgain({ n: 1, version: '', outputs: [], cuts: [], letters: refs, welcomes: [], gaps: [] })
  for (const record of bench.inputs[0]) bench.apply(again, 0, record)
  bench.apply(again, 1, bench.inputs[1][0])
  const states = (fold: typeof again) => JSON.stringify(fold.entries.get('default/s')?.states)
  assert.is(states(again), states(bench.fold))
})

test('should dead-letter a record that could not be taken out of its batch with the reason, whatever its bytes look like', () => {
  const bench = new FoldBench(testStage([unlucky('keep')]))
  const value = testCodec.encode('Frame', { source: 's', at: 1, metrics: { m: 1 }, labels: {} })
  const readable: StoredRecord = { offset: 7, arrival: 9, key: null, value, headers: {} }
  bench.apply(bench.fold, 0, { ...readable, unreadable: 'HS_RECORD_MALFORMED' })
  const { refs, letters } = bench.fold.letters.take()
  assert.equal(refs, [{ input: 0, offset: 7, key: '', processor: '', timer: '' }])
  assert.equal([letters[0].code, letters[0].fingerprint, letters[0].value], ['HS_RECORD_MALFORMED', '', value])
  assert.equal(bench.said(), [])

  const again = bench.freshFold()
  again.startAgain({ n: 1, version: '', outputs: [], cuts: [], letters: refs, welcomes: [], gaps: [] })
  bench.apply(again, 0, readable) // even when it can be read today, what happened counts
  assert.is(again.entries.size, 0)
  assert.equal(again.letters.take().refs, refs)
})

test('should give an unreadable record of a life cycle its predecessor’s time, and let its key wait behind it', () => {
  const lifeCycle = testStage([teller({ Frame: (_, ctx) => say(ctx, 'heard') })], { lifeCycle: [SystemTelemetryRaw] })
  const bench = new FoldBench(lifeCycle)
  const value = testCodec.encode('Frame', { source: 's', at: 1, metrics: { m: 1 }, labels: {} })
  const record = { offset: 0, arrival: 9, key: Buffer.from('k'), value, headers: {}, unreadable: 'HS_RECORD_MALFORMED' as const }
  assert.ok(Number.isNaN(recordTime(testCodec, record)))
  bench.apply(bench.fold, 0, record)
  assert.equal(bench.fold.entries.get('k')?.waiting, [{ input: 0, offset: 0 }])
})

test.run()
