import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { mutes } from '../../../../projections/models/mutes.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { ControlAnswers } from '../../../../schemas/topics.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { createWorld, NOON } from '../support/world.ts'

test('should remember a mute from its begin to its end, also when all is said twice', async () => {
  const world = await createWorld()
  const store = memoryStore()
  const began = { id: 'm1', source: 'web-*', metric: '*', at: NOON, until: NOON + 1000, reason: 'why', by: 'ann' }
  const ended = { id: 'm1', at: NOON + 500, by: 'bob', held: 3, raised: 1 }
  await world.append(ControlAnswers, 'MuteBegan', [began, { ...began, id: 'm2' }])
  await world.append(ControlAnswers, 'RequestAccepted', [{ request: 'm1', type: 'MuteRequested', at: NOON, by: 'ann' }])
  await world.append(ControlAnswers, 'MuteEnded', [ended])
  await catchUp(world, store, mutes)
  const once = await rowsOf(store, mutes)
  assert.equal(
    once.mutes.map(({ id, source, until, by_whom, ended_at, ended_by, held, raised }) => [
      id,
      source,
      until,
      by_whom,
      ended_at,
      ended_by,
      held,
      raised,
    ]),
    [
      ['m1', 'web-*', NOON + 1000, 'ann', NOON + 500, 'bob', 3, 1],
      ['m2', 'web-*', NOON + 1000, 'ann', null, null, null, null],
    ],
  )
  await world.append(ControlAnswers, 'MuteBegan', [began])
  await world.append(ControlAnswers, 'MuteEnded', [ended])
  await catchUp(world, store, mutes)
  assert.equal(await rowsOf(store, mutes), once)
})

test.run()
