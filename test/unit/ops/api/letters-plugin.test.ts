import fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { lettersPlugin } from '../../../../ops/api/letters-plugin.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { DeadLetters, SenseRequests } from '../../../../schemas/topics.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { frame, testStage } from '../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../streams/runtime/support/task-bench.ts'
import { say, type TellerContext, teller } from '../../streams/runtime/support/teller.ts'

const say0 = (values: Float64Array, ctx: TellerContext) => say(ctx, `${values[0]}`)

const picky = testStage(
  [
    teller({
      Frame({ values }, ctx) {
        if (values[0] < 0) throw new Error('negative')
        say0(values, ctx)
      },
    }),
  ],
  { requests: SenseRequests },
)
const corrected = testStage([teller({ Frame: ({ values }, ctx) => say0(values, ctx) })], { requests: SenseRequests })

/** A stage that has refused one frame, and the route beside it. */
async function refused(stage = picky) {
  const bench = await TaskBench.open(stage)
  await bench.put(frame('s', 1_000, { m: -1 }), frame('s', 2_000, { m: 2 }))
  await bench.run(300)
  const app = fastify()
  app.setErrorHandler((error, _request, reply) => reply.code(400).send({ code: codeOf(error), message: String(error) }))
  await app.register(lettersPlugin({ log: bench.log, codec: testCodec, stages: [stage], now: () => 7_000 }))
  const post = async (body: object) => {
    const { statusCode, body: text } = await app.inject({ method: 'POST', url: '/requests/letters', payload: body })
    return { status: statusCode, ...JSON.parse(text) }
  }
  return { bench, post }
}

test('should write a request that its stage obeys', async () => {
  const { bench, post } = await refused()
  assert.is((await bench.records(DeadLetters.name)).length, 1)
  assert.equal(await bench.said(), ['2'])
  assert.equal(await post({ letter: 0, action: 'replay', by: 'ann' }), {
    status: 202,
    letter: 0,
    action: 'replay',
    position: { topic: SenseRequests.name, partition: 0, offset: 0 },
  })
  const [{ key, value, headers }] = await bench.records(SenseRequests.name)
  assert.is(key?.toString(), 'default/s')
  assert.equal(testCodec.decode(value ?? Buffer.alloc(0)), {
    type: 'ReplayLetter',
    value: { stage: 'test', topic: 'system.telemetry.raw', partition: 0, offset: 0, processor: 'teller', by: 'ann' },
  })
  assert.is(headers.ce_type, 'homeostat.runtime.ReplayLetter')
  await bench.run(300, { stage: corrected, version: 'v2' })
  assert.equal(await bench.said(), ['2', '-1'])
})

test('should take only one request for a letter, also of two that come together', async () => {
  const { bench, post } = await refused()
  const answers = await Promise.all([post({ letter: 0, action: 'drop' }), post({ letter: 0, action: 'replay' })])
  assert.equal(
    answers.map(({ status }) => status),
    [202, 400],
  )
  assert.is(answers[1].code, 'HS_LETTER_ASKED')
  assert.is((await bench.records(SenseRequests.name)).length, 1)
  await bench.run(300)
  assert.equal(await bench.said(), ['2'])
})

test('should refuse letters that do not exist and bodies that are none', async () => {
  const { bench, post } = await refused()
  assert.is((await post({ letter: 1, action: 'drop' })).code, 'HS_LETTER_UNKNOWN')
  for (const body of [{}, { letter: -1, action: 'drop' }, { letter: 0, action: 'burn' }, { letter: 0, action: 'drop', by: '' }]) {
    assert.is((await post(body)).status, 400, JSON.stringify(body))
  }
  assert.is((await bench.records(SenseRequests.name)).length, 0)
})

test('should say that a stage takes no requests', async () => {
  const { post } = await refused(testStage(picky.processors))
  assert.is((await post({ letter: 0, action: 'replay' })).code, 'HS_LETTER_NOT_TAKEN')
})

test.run()
