import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { entryHash } from '../../../../schemas/audit/entry-hash.ts'
import { chainOf, FIRST_ACT_AT, hashed } from '../../../support/audit/chain.ts'
import { createHouse } from '../support/house.ts'

test('should tell who did what, the newest first, page by page', async () => {
  const { get, happen } = await createHouse()
  await happen.acts(chainOf(5))
  const first = (await get('/audit?limit=2')).body
  const second = (await get(`/audit?limit=2&cursor=${first.next}`)).body
  const third = (await get(`/audit?limit=2&cursor=${second.next}`)).body
  const numbers = [first, second, third].map(({ entries }) => entries.map(({ n }: { n: number }) => n))
  assert.equal(numbers, [[5, 4], [3, 2], [1]])
  assert.is(third.next, null)
})

test('should tell all that the hash covers', async () => {
  const { get, happen } = await createHouse()
  const [entry] = chainOf(1)
  await happen.acts([entry])
  const [told] = (await get('/audit')).body.entries
  const { at, atMs, ...rest } = told
  assert.is(at, new Date(entry.at).toISOString())
  assert.is(entryHash({ ...rest, at: atMs }), told.hash)
})

test('should filter by act, outcome, actor, object and time', async () => {
  const { get, happen } = await createHouse()
  const [first, second] = chainOf(2)
  await happen.acts([first, hashed({ ...second, act: 'log.reset', outcome: 'done', actor: 'bob', object: 'log 7' })])
  const found = async (query: string) => (await get(`/audit?${query}`)).body.entries.map(({ n }: { n: number }) => n)
  assert.equal(await found('act=log.reset'), [2])
  assert.equal(await found('outcome=asked'), [1])
  assert.equal(await found('actor=bob&object=log%207'), [2])
  assert.equal(await found(`from=${FIRST_ACT_AT + 2_000}`), [2])
  assert.equal(await found(`to=${FIRST_ACT_AT + 2_000}`), [1])
  assert.equal(await found('actor=eve'), [])
})

test('should refuse a cursor that is none, a time that is none and a filter that is none', async () => {
  const { get } = await createHouse()
  assert.is((await get('/audit?cursor=x')).body.code, 'HS_CURSOR_INVALID')
  assert.is((await get('/audit?from=soon')).body.code, 'HS_TIME_INVALID')
  assert.is((await get('/audit?who=ann')).body.code, 'HS_REQUEST_INVALID')
})

test.run()
