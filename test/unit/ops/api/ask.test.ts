import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ask } from '../../../../ops/api/ask.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { RecordMap } from '../../../../schemas/generated/records.ts'
import { ControlAnswers, ControlRequests } from '../../../../schemas/topics.ts'
import { hurriedClock } from '../../projections/support/hurried-clock.ts'
import { createWorld, NOON, type World } from '../../projections/support/world.ts'

const request = { id: 'r1', signal: 's1', note: '', by: 'ann' }

/** Asks, and answers as soon as the request is in the log. */
async function asked(answer: (world: World) => Promise<unknown>) {
  const world = await createWorld()
  const { log, codec } = world
  const append = log.append.bind(log)
  log.append = async (records) => {
    const positions = await append(records)
    if (records[0].topic === ControlRequests.name) await answer(world)
    return positions
  }
  const outcome = await ask({ log, codec, clock: hurriedClock() }, 'default', 'AcknowledgeRequested', request).catch(
    (error: unknown) => error,
  )
  return { world, outcome }
}

const accepted = (id: string): RecordMap['RequestAccepted'] => ({
  request: id,
  type: 'AcknowledgeRequested',
  at: NOON,
  by: 'ann',
})

test('should write the request under its id and key, and hear the answer among others', async () => {
  const { world, outcome } = await asked(async (there) => {
    await there.append(ControlAnswers, 'RequestAccepted', [accepted('other')])
    await there.append(ControlAnswers, 'RequestAccepted', [accepted('r1')])
  })
  assert.is(outcome, 'accepted')
  const { records } = await world.log.read(ControlRequests.name, 0, 0)
  assert.equal([records.length, records[0].key?.toString(), records[0].headers.ce_id], [1, 'default', 'r1'])
  assert.is(records[0].headers.ce_type, 'homeostat.control.AcknowledgeRequested')
  assert.equal(world.codec.decode(records[0].value ?? Buffer.alloc(0)).value, request)
})

test('should throw what the stage refuses it with', async () => {
  const refusal = { ...accepted('r1'), code: 'HS_SIGNAL_NOT_OPEN', value: 's1', limit: '', reason: 'It is over.' }
  const { outcome } = await asked((there) => there.append(ControlAnswers, 'RequestRefused', [refusal]))
  assert.instance(outcome, HomeostatError)
  assert.equal(
    [codeOf(outcome), (outcome as HomeostatError).value, (outcome as Error).message],
    ['HS_SIGNAL_NOT_OPEN', 's1', 'It is over.'],
  )
  const foreign = await asked((there) => there.append(ControlAnswers, 'RequestRefused', [{ ...refusal, code: 'HS_NEVER' }]))
  assert.is(codeOf(foreign.outcome), 'HS_INTERNAL')
})

test('should say that nothing was decided in time', async () => {
  const { world, outcome } = await asked(async () => {})
  assert.is(outcome, 'pending')
  assert.is((await world.log.bounds(ControlRequests.name, 0)).end, 1)
})

test.run()
