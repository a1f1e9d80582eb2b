import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { InsightSignals, ScheduleTicks, SenseFindings, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { inputsOf } from '../../../../../streams/runtime/api/stage.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { FoldBench, frame, testStage } from '../support/fold-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

test('should call every processor that has a handler for the type, in the order of the stage', () => {
  const bench = new FoldBench(
    testStage([
      teller({ Frame: (_, ctx) => say(ctx, 'first') }, { name: 'one' }),
      teller({ Timer: () => {} }, { name: 'deaf' }),
      teller({ Frame: (_, ctx) => say(ctx, 'second') }, { name: 'two' }),
      teller({ Finding: (_, ctx) => say(ctx, 'never') }, { name: 'other', reads: [SenseFindings] }),
    ]),
  )
  bench.put(frame('s', 1))
  assert.equal(bench.said(), ['first', 'second'])
})

test('should read topics by first mention, with ticks last', () => {
  const stage = testStage([
    teller({}, { name: 'a', reads: [ScheduleTicks, SenseFindings] }),
    teller({}, { name: 'b', reads: [SystemTelemetryRaw, SenseFindings] }),
  ])
  assert.equal(
    inputsOf(stage).map((topic) => topic.name),
    ['sense.findings', 'system.telemetry.raw', 'schedule.ticks'],
  )
})

test('should keep one state a key and processor', () => {
  const count = teller({
    Frame(_, ctx) {
      ctx.state.n++
      say(ctx, `${ctx.key} ${ctx.state.n}`)
    },
  })
  const bench = new FoldBench(testStage([count, { ...count, name: 'again' }]))
  bench.put(frame('a', 1))
  bench.put(frame('b', 2))
  bench.put(frame('a', 3))
  assert.equal(bench.said(), ['default/a 1', 'default/a 1', 'default/b 1', 'default/b 1', 'default/a 2', 'default/a 2'])
})

test('should give the record its event time from the frame, from ce_time, else the last tick', () => {
  const clock = teller({ Finding: (_, ctx) => say(ctx, String(ctx.at)) }, { reads: [SenseFindings] })
  const bench = new FoldBench(testStage([clock]))
  bench.put(given(SenseFindings, 'Finding', 'default/s', 1_234, finding()))
  const bytes = bench.inputs[0][0].value
  for (const ce_time of ['yesterday', '2026-01-01']) {
    bench.putRaw(SenseFindings, { key: Buffer.from('default/s'), value: bytes, headers: { ce_time } })
  }
  assert.equal(bench.said(), ['1234', '0', '0'])
})

test('should give outputs ids of position, key and index, the same in every run', () => {
  const run = () => {
    const twice = teller({
      Frame(_, ctx) {
        assert.is(ctx.nextId(), ctx.nextId())
        say(ctx, ctx.nextId())
        say(ctx, ctx.nextId())
      },
    })
    const bench = new FoldBench(testStage([twice]))
    bench.put(frame('s', 1))
    bench.put(frame('s', 2))
    return bench.outputs()
  }
  const outputs = run()
  for (const output of outputs) assert.is(output.headers?.ce_id, (output.value as { hint: string }).hint)
  assert.is(new Set(outputs.map(({ headers }) => headers?.ce_id)).size, 4)
  assert.equal(run(), outputs)
})

test('should name what caused an output, and hand the correlation on', () => {
  const bench = new FoldBench(testStage([teller({ Finding: (_, ctx) => say(ctx, 'x') }, { reads: [SenseFindings] })]))
  bench.put(given(SenseFindings, 'Finding', 'default/s', 5, finding()))
  const bytes = bench.inputs[0][0].value
  bench.putRaw(SenseFindings, {
    key: Buffer.from('default/s'),
    value: bytes,
    headers: { ce_id: 'id-1', ce_correlationid: 'talk-1' },
  })
  const [plain, traced] = bench.outputs().map(({ headers }) => headers)
  assert.is(plain?.ce_causationid, 'sense.findings/0/0')
  assert.is(plain?.ce_correlationid, plain?.ce_id)
  assert.is(traced?.ce_causationid, 'id-1')
  assert.is(traced?.ce_correlationid, 'talk-1')
})

test('should put decision topics into partition 0 and telemetry topics into its own', () => {
  const both = teller({
    Frame(_, ctx) {
      say(ctx, 'x')
      ctx.emit(InsightSignals, 'Signal', { ...finding(), id: ctx.nextId(), held: null }, { key: 'acme/other', at: 77 })
    },
  })
  const bench = new FoldBench(testStage([both]))
  bench.put(frame('s', 1))
  const [, signal] = bench.outputs()
  assert.is(signal.partition, 0)
  assert.is(signal.key?.toString(), 'acme/other')
  assert.is(signal.headers?.ce_tenant, 'acme')
  assert.is(signal.headers?.ce_time, new Date(77).toISOString())
})

test('should pass over tombstones and types without a handler', () => {
  const bench = new FoldBench(testStage([teller({ Frame: (_, ctx) => say(ctx, 'x') })]))
  bench.putRaw(SystemTelemetryRaw, { key: Buffer.from('default/s') })
  assert.equal(bench.said(), [])
  assert.is(bench.fold.entries.size, 0)
})

test.run()
