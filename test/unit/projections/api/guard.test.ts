import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createApi } from '../../../../projections/api/create-api.ts'
import { listen } from '../../../../projections/api/listen.ts'
import { createHouse } from '../support/house.ts'

const TOKEN = 'correct-horse-battery'
const { deps } = await createHouse()
const guarded = await createApi({
  ...deps,
  token: TOKEN,
  plugins: [async (app) => void app.post('/written', { config: { ownToken: true } }, async () => ({}))],
})

const bearer = { authorization: `Bearer ${TOKEN}` }
const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}` })

test('should ask everybody for the token, whatever is asked and wherever it comes from', async () => {
  for (const host of ['127.0.0.1:4280', 'homeostat.example:80'])
    for (const url of [
      '/healthz',
      '/metrics',
      '/signals',
      '/topics',
      '/',
      '/docs',
      '/openapi.json',
      '/console/page.js',
      '/nothing',
    ])
      for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: TOKEN }, basic('wrong'), basic('')]) {
        const answer = await guarded.inject({ url, headers: { host, ...headers } })
        assert.is(answer.statusCode, 401, url)
        assert.is(answer.json().code, 'HS_API_UNAUTHORIZED')
        assert.match(String(answer.headers['www-authenticate']), /^Basic realm=/)
      }
})

test('should take the token as a bearer and as the password of a browser, under any name of the machine', async () => {
  for (const headers of [bearer, basic(TOKEN), { authorization: `bearer  ${TOKEN}` }]) {
    const answer = await guarded.inject({ url: '/healthz', headers: { host: 'homeostat.example', ...headers } })
    assert.is(answer.statusCode, 200, JSON.stringify(headers))
  }
  const page = await guarded.inject({ url: '/', headers: { host: 'homeostat.example', ...basic(TOKEN) } })
  assert.is(page.statusCode, 200)
  assert.not.match(page.body, 'HS_API_UNAUTHORIZED', 'what the page asks for is asked in the name of its reader')
})

test('should tell supervisors whether it works, without a token and without a word more', async () => {
  const of = async (url: string) => (await guarded.inject({ url, headers: { host: '10.1.2.3:4280' } })).json()
  assert.equal(await of('/livez'), { live: true })
  assert.equal(await of('/readyz'), { ready: true, stuck: [] })
})

test('should leave an address that has a secret of its own to it', async () => {
  assert.is((await guarded.inject({ method: 'POST', url: '/written' })).statusCode, 200)
})

test('should refuse pages of other origins with the token too, and know its own behind TLS', async () => {
  const from = async (origin: string) => {
    const headers = { host: 'homeostat.example', origin, ...basic(TOKEN) }
    return (await guarded.inject({ url: '/signals', headers })).statusCode
  }
  assert.is(await from('https://homeostat.example'), 200)
  assert.is(await from('http://homeostat.example'), 200)
  assert.is(await from('https://elsewhere.example'), 403)
})

test('should refuse a tenant of the caller', async () => {
  const answer = await guarded.inject({ url: '/signals', headers: { ...bearer, 'x-scope-orgid': 'other' } })
  assert.is(answer.json().code, 'HS_TENANT_NOT_ALLOWED')
})

test('should listen where others can reach it as soon as there is a token', async () => {
  const address = await listen(guarded, '0.0.0.0', 0, TOKEN)
  const port = new URL(address).port
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { headers: bearer })
  assert.is(answer.status, 200)
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/, 'an address that a command can call')
  await guarded.close()
})

test.run()
