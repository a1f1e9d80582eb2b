import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createApi } from '../../../../projections/api/create-api.ts'
import { deadLetters } from '../../../../projections/models/dead-letters.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { RecordMap } from '../../../../schemas/generated/records.ts'
import { DeadLetters, SenseRequests } from '../../../../schemas/topics.ts'
import { catchUp } from '../support/catch-up.ts'
import { createWorld, NOON } from '../support/world.ts'

test('should list letters, the newest first, with what was asked for them and by whom', async () => {
  const { ask, letter, request, project } = await createHouse()
  for (const offset of [10, 11, 12]) await letter({ offset })
  await request('ReplayLetter', 10)
  await request('DropLetter', 12)
  await project()
  const { letters, next } = await ask('')
  assert.is(next, null)
  assert.equal(
    letters.map((one: Record<string, unknown>) => [one.number, one.offset, one.state, one.by]),
    [
      [2, 12, 'dropped', 'ada'],
      [1, 11, 'open', null],
      [0, 10, 'replayed', 'ada'],
    ],
  )
  const { number: _, state: __, by: ___, ...rest } = letters[1]
  assert.equal(rest, {
    stage: 'sense',
    processor: 'ewma',
    topic: 'system.telemetry.raw',
    partition: 0,
    offset: 11,
    key: 'default/web-1',
    at: '2026-01-31T12:00:00.000Z',
    code: 'HS_PROCESSOR_FAILED',
    message: 'It threw.',
  })
})

test('should show a letter that came back as open', async () => {
  const { ask, letter, request, project, pass } = await createHouse()
  await letter({ offset: 10 })
  pass(1_000)
  await request('ReplayLetter', 10)
  pass(1_000)
  await letter({ offset: 10 })
  await project()
  const { letters } = await ask('')
  assert.equal(
    letters.map((one: { state: string }) => one.state),
    ['open', 'replayed'],
  )
})

test('should keep letters apart that differ in the processor alone', async () => {
  const { ask, letter, request, project } = await createHouse()
  await letter({ offset: 10 })
  await letter({ offset: 10, processor: 'novelty' })
  await request('DropLetter', 10)
  await project()
  const { letters } = await ask('')
  assert.equal(
    letters.map((one: { state: string }) => one.state),
    ['open', 'dropped'],
  )
})

test('should answer filters and go on with a cursor', async () => {
  const { ask, letter, request, project } = await createHouse()
  for (let offset = 0; offset < 1_200; offset++) await letter({ offset, stage: offset % 2 === 0 ? 'sense' : 'signals' })
  for (const offset of [0, 1, 700]) await request('DropLetter', offset, offset % 2 === 0 ? 'sense' : 'signals')
  await project()
  const numbers = ({ letters }: { letters: { number: number }[] }) => letters.map(({ number }) => number)
  assert.equal(numbers(await ask('state=dropped')), [700, 1, 0])
  assert.equal(numbers(await ask('state=dropped&stage=sense')), [700, 0])
  assert.equal(numbers(await ask('code=HS_NEVER')), [])
  const first = await ask('state=open&limit=1000')
  assert.is(first.letters.length, 1_000)
  const second = await ask(`state=open&limit=1000&cursor=${first.next}`)
  assert.is(second.next, null)
  assert.is(new Set([...numbers(first), ...numbers(second)]).size, 1_197)
  assert.is((await ask('state=lost')).code, 'HS_REQUEST_INVALID')
  assert.is((await ask('cursor=lost')).code, 'HS_CURSOR_INVALID')
})

test('should show letters whose record had no key that names a tenant', async () => {
  const { ask, world, letterValue, project } = await createHouse()
  for (const key of [null, Buffer.alloc(0), Buffer.from('no slash'), Buffer.from('other/web-1')]) {
    await world.log.append([
      { topic: DeadLetters.name, key, value: Buffer.from(world.codec.encode('DeadLetter', letterValue({ key }))) },
    ])
  }
  const { skipped } = await project()
  assert.equal(skipped, {})
  assert.equal(
    (await ask('')).letters.map((one: { key: string | null }) => one.key),
    ['no slash', '', null],
  )
})

async function createHouse() {
  let now = NOON
  const world = await createWorld({ now: () => now })
  const store = memoryStore()
  const api = await createApi({
    reading: store,
    health: { parts: () => [] },
    topics: async () => [],
    metrics: { contentType: 'text/plain', metrics: async () => '' },
  })
  const letterValue = (given: Partial<RecordMap['DeadLetter']>): RecordMap['DeadLetter'] => ({
    stage: 'sense',
    processor: 'ewma',
    task: 0,
    topic: 'system.telemetry.raw',
    partition: 0,
    offset: 0,
    at: NOON,
    code: 'HS_PROCESSOR_FAILED',
    reason: 'It threw.',
    fingerprint: '',
    key: Buffer.from('default/web-1'),
    value: null,
    headers: {},
    ...given,
  })
  return {
    world,
    letterValue,
    pass: (ms: number) => {
      now += ms
    },
    letter: (given: Partial<RecordMap['DeadLetter']>) => world.append(DeadLetters, 'DeadLetter', [letterValue(given)]),
    request: (type: 'ReplayLetter' | 'DropLetter', offset: number, stage = 'sense') =>
      world.append(SenseRequests, type, [
        { stage, topic: 'system.telemetry.raw', partition: 0, offset, processor: 'ewma', by: 'ada' },
      ]),
    project: () => catchUp(world, store, deadLetters),
    ask: async (query: string) =>
      (await api.inject({ url: `/dead-letters?${query}`, headers: { host: '127.0.0.1:4280' } })).json(),
  }
}

test.run()
