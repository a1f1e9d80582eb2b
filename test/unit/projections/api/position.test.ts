import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createApi } from '../../../../projections/api/create-api.ts'
import { positionWait } from '../../../../projections/api/position-wait.ts'
import { signals } from '../../../../projections/models/signals.ts'
import { sources } from '../../../../projections/models/sources.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { writePositionToken } from '../../../../streams/runtime/log/position-token.ts'
import { catchUp } from '../support/catch-up.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { createWorld, type World } from '../support/world.ts'

const host = { host: '127.0.0.1:4280' }

test('should answer with what was written once the read model has taken it', async () => {
  const { world, ask, clock } = await createHouse()
  await world.frames([{ source: 'new' }])
  const waited: number[] = []
  clock.whileAsleep = async (slept) => {
    waited.push(slept)
    if (waited.length === 3) await catchUp(world, world.store, sources)
  }
  const answer = await ask('/sources', tokenFor(world, 0))
  assert.equal(
    answer.json().sources.map((one: { source: string }) => one.source),
    ['new'],
  )
  assert.equal(waited, [10, 20, 40])
})

test('should take the position as a header too', async () => {
  const { world, api } = await createHouse()
  await world.frames([{}])
  await catchUp(world, world.store, sources)
  const headers = { ...host, 'homeostat-position': tokenFor(world, 0) }
  assert.is((await api.inject({ url: '/sources', headers })).statusCode, 200)
  const late = await api.inject({ url: '/sources', headers: { ...host, 'homeostat-position': tokenFor(world, 1) } })
  assert.is(late.statusCode, 504)
})

test('should say how far it is when it takes too long', async () => {
  const { world, ask } = await createHouse()
  await world.frames([{}])
  await catchUp(world, world.store, sources)
  const answer = await ask('/sources', tokenFor(world, 7))
  assert.is(answer.statusCode, 504)
  const { code, value, limit, detail } = answer.json()
  assert.equal([code, value, limit], ['HS_POSITION_NOT_REACHED', 1, 8])
  assert.match(detail, 'sources has taken system.telemetry.raw/0 up to offset 1')
  assert.is(answer.headers['retry-after'], '1')
})

test('should wait for rows of the same log while others serve', async () => {
  const { world, ask } = await createHouse()
  const other = await createWorld({ id: 'before the reset' })
  await other.frames([{}, { at: 1 }])
  await catchUp(other, world.store, sources)
  assert.is((await ask('/sources', tokenFor(world, 0))).json().code, 'HS_POSITION_NOT_REACHED')
})

test('should refuse positions of another log, of topics that are not shown here, and what is none', async () => {
  const { world, ask } = await createHouse()
  const refusal = async (url: string, token: string) => {
    const answer = await ask(url, token)
    return `${answer.statusCode} ${answer.json().code}`
  }
  const foreign = writePositionToken({ logId: 'another', positions: [] })
  assert.is(await refusal('/sources', foreign), '409 HS_POSITION_FOREIGN')
  assert.is(await refusal('/signals', tokenFor(world, 0)), '422 HS_POSITION_ELSEWHERE')
  assert.is(await refusal('/sources', 'nonsense'), '400 HS_POSITION_INVALID')
  assert.is(await refusal('/sources', `${tokenFor(world, 0)}&position=${tokenFor(world, 0)}`), '400 HS_POSITION_INVALID')
})

test('should tell in the documentation which addresses take a position', async () => {
  const { api } = await createHouse()
  const { paths } = (await api.inject({ url: '/openapi.json', headers: host })).json()
  const taking = Object.entries<{ get?: { parameters?: { name: string }[] } }>(paths).flatMap(([path, { get }]) =>
    get?.parameters?.some(({ name }) => name === 'position') ? [path] : [],
  )
  assert.equal(taking.sort(), [
    '/budget',
    '/dead-letters',
    '/rules',
    '/series',
    '/signals',
    '/signals/{id}',
    '/sources',
    '/sources/{source}',
  ])
})

async function createHouse() {
  const store = memoryStore()
  const world = { ...(await createWorld()), store }
  const hurried = hurriedClock()
  const clock = {
    ...hurried,
    whileAsleep: async (_ms: number) => {},
    async sleep(ms: number) {
      await clock.whileAsleep(ms)
    },
  }
  const positions = positionWait({ logId: world.log.id, store, models: [signals, sources], clock })
  const api = await createApi({
    reading: store,
    positions,
    rules: { alarmBudget: { perDay: 5, burstMs: 300_000 }, learnSamples: 120 },
    health: { parts: () => [] },
    topics: async () => [],
    metrics: { contentType: 'text/plain', metrics: async () => '' },
  })
  const ask = (url: string, token: string) => api.inject({ url: `${url}?position=${token}`, headers: host })
  return { world, api, ask, clock }
}

function tokenFor({ log }: World, offset: number): string {
  return writePositionToken({ logId: log.id, positions: [{ topic: 'system.telemetry.raw', partition: 0, offset }] })
}

test.run()
