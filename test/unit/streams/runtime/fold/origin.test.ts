import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SenseFindings, SystemTelemetryRaw, type Topic } from '../../../../../schemas/topics.ts'
import { Fold } from '../../../../../streams/runtime/fold/fold.ts'
import type { StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { encodeGiven, given } from '../../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { FoldBench, frame, testStage, tick } from '../support/fold-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

const echo = testStage([
  teller(
    {
      Frame: ({ at }, ctx) => say(ctx, `frame ${at}`),
      Finding({ hint }, ctx) {
        say(ctx, `once ${hint}`)
        say(ctx, `twice ${hint}`)
        ctx.wakeAt('later', 50)
      },
      Timer: ({ name }, ctx) => say(ctx, name),
    },
    { reads: [SystemTelemetryRaw, SenseFindings] },
  ),
])

const heard = (hint: string, id?: string) => {
  const { key, value, headers } = encodeGiven(testCodec, given(SenseFindings, 'Finding', 'default/k', 1, finding({ hint })))
  return { key, value, arrival: 1, headers: id === undefined ? headers : { ...headers, ce_id: id } }
}

/** Id and cause of every output when the findings stand at these offsets. */
function namesAt(offsets: readonly number[], partition = 0): (string | undefined)[][] {
  const fold = new Fold(echo, { logId: 'test', codec: testCodec, partition })
  const findings = fold.inputs.indexOf(SenseFindings)
  offsets.forEach((offset, n) => {
    const record: StoredRecord = { ...heard(`h${n}`, `id-${n}`), offset }
    assert.is(fold.apply(findings, record), undefined)
  })
  return fold.outbox.take().map(({ headers }) => [headers?.ce_id, headers?.ce_causationid])
}

function put(topic: Topic, records: readonly Partial<StoredRecord>[]) {
  const bench = new FoldBench(echo)
  for (const record of records) bench.putRaw(topic, record)
  return bench.fold.outbox.take().map(({ headers }) => headers ?? {})
}

test('should give outputs the same ids and causes wherever transactions have left gaps between their inputs', () => {
  const dense = namesAt([0, 1, 2])
  assert.is(new Set(dense.map(([id]) => id)).size, 6)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 3, maxLength: 3 }), (gaps) => {
      let offset = 0
      assert.equal(namesAt(gaps.map((gap) => (offset += gap))), dense)
    }),
  )
})

test('should tell the outputs of two tasks apart that fold copies of one record', () => {
  assert.is(new Set([...namesAt([0]), ...namesAt([0], 1)].map(([id]) => id)).size, 4)
})

test('should call a record without an id by where it stands', () => {
  const outputs = put(SenseFindings, [heard('a'), heard('a')])
  assert.equal(
    outputs.map(({ ce_causationid }) => ce_causationid),
    ['sense.findings/0/0', 'sense.findings/0/0', 'sense.findings/0/1', 'sense.findings/0/1'],
  )
  assert.is(new Set(outputs.map(({ ce_id }) => ce_id)).size, 4)
})

test('should not believe the id that a publisher gives to frames: one id for many would give many findings one id', () => {
  const frames = [1, 2].map((at) => ({ ...encodeGiven(testCodec, frame('s', at)), headers: { ce_id: 'always-me' } }))
  const outputs = put(SystemTelemetryRaw, frames)
  assert.equal(
    outputs.map(({ ce_causationid }) => ce_causationid),
    ['system.telemetry.raw/0/0', 'system.telemetry.raw/0/1'],
  )
  assert.is(new Set(outputs.map(({ ce_id }) => ce_id)).size, 2)
})

test('should call a tick by its time', () => {
  const bench = new FoldBench(echo)
  bench.putRaw(SenseFindings, heard('a', 'id-a'))
  bench.fold.outbox.take()
  bench.put(tick(60))
  const [{ headers }] = bench.fold.outbox.take()
  assert.is(headers?.ce_causationid, 'schedule.ticks/60')
})

test.run()
