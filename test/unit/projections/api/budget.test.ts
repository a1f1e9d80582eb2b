import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createHouse } from '../support/house.ts'
import { NOON } from '../support/world.ts'

const HOUR = 3_600_000

test('should say how many calls are left, and when one more may come', async () => {
  const { get, happen } = await createHouse()
  assert.equal(await asOf(get, NOON), { perDay: 5, left: 5, at: '2026-01-31T12:00:00.000Z', nextAt: null })
  await happen.signals(['a', 'b', 'c', 'd', 'e'].map((id, i) => ({ id, source: id, at: NOON + i })))
  const spent = await asOf(get, NOON + 4)
  assert.equal([spent.left, spent.nextAt.slice(0, 16)], [0, '2026-01-31T16:48'])
  assert.is((await asOf(get, NOON + 5 * HOUR)).left, 1)
  const full = await asOf(get, NOON + 25 * HOUR)
  assert.equal([full.left, full.nextAt], [5, null])
})

test('should answer for now when no time is given, and refuse what is none', async () => {
  const { get } = await createHouse()
  const before = Date.now()
  const { body } = await get('/budget')
  assert.ok(Date.parse(body.at) >= before && Date.parse(body.at) <= Date.now())
  assert.equal((await get('/budget?at=soon')).body.code, 'HS_TIME_INVALID')
  assert.equal((await get('/budget?in=1')).body.code, 'HS_REQUEST_INVALID')
})

async function asOf(get: (url: string) => Promise<{ body: { left: number; nextAt: string } }>, at: number) {
  return (await get(`/budget?at=${at}`)).body
}

test.run()
