import { gzipSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusClient } from '../../../../../connectors/sources/prometheus/client.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { type Answering, reply, standIn, vector } from './stand-in.ts'

const soon = () => AbortSignal.timeout(5_000)

/** The error that this answer becomes. */
async function errorOf(answering: Answering, signal = soon()): Promise<HomeostatError> {
  const server = await standIn(answering)
  try {
    await server.client.ask('/api/v1/query', { query: 'up' }, signal)
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  } finally {
    await server.close()
  }
  throw new Error('it was taken')
}

const broken: readonly [what: string, Answering, code: string, message: RegExp][] = [
  [
    'a page of HTML',
    reply(200, '<!doctype html><p>log in</p>', { 'content-type': 'text/html' }),
    'HS_PROM_FOREIGN',
    /doctype html/,
  ],
  ['nothing', reply(200, ''), 'HS_PROM_FOREIGN', /nothing/],
  ['other JSON', reply(200, '{"hello":1}'), 'HS_PROM_FOREIGN', /hello/],
  ['a redirection', reply(302, '', { location: 'https://login.example/' }), 'HS_PROM_FOREIGN', /login\.example/],
  ['404 without JSON', reply(404, 'not found'), 'HS_PROM_FOREIGN', /404/],
  ['half an answer', reply(200, '{"status":"success","data":{"resultType":"vec'), 'HS_PROM_ANSWER_BROKEN', /in the middle/],
  ['401', reply(401, 'no'), 'HS_PROM_UNAUTHORIZED', /401/],
  ['403', reply(403, '{"status":"error","error":"forbidden"}'), 'HS_PROM_UNAUTHORIZED', /forbidden/],
  ['429', reply(429, 'slow down'), 'HS_PROM_BUSY', /429/],
  ['503', reply(503, '<h1>upstream is away</h1>'), 'HS_PROM_BUSY', /503/],
  ['500', reply(500, 'oops'), 'HS_PROM_FAILED', /500/],
  [
    'a refused expression',
    reply(400, '{"status":"error","errorType":"bad_data","error":"parse error"}'),
    'HS_PROM_QUERY_REFUSED',
    /parse error/,
  ],
  [
    'a query that took too long',
    reply(503, '{"status":"error","errorType":"timeout","error":"query timed out"}'),
    'HS_PROM_TIMEOUT',
    /timed out/,
  ],
]

for (const [what, answering, code, message] of broken) {
  test(`should give ${what} its name`, async () => {
    const error = await errorOf(answering)
    assert.is(error.code, code)
    assert.match(error.message, message)
  })
}

test('should name an answer whose connection is cut', async () => {
  const error = await errorOf((_, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"status":', () => response.destroy())
  })
  assert.is(error.code, 'HS_PROM_ANSWER_BROKEN')
})

test('should name compressed bytes that are none', async () => {
  const half = gzipSync('{"status":"success"}').subarray(0, 12)
  const error = await errorOf((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(half))
  assert.is(error.code, 'HS_PROM_ANSWER_BROKEN')
})

test('should read no more of an answer than is allowed, compressed or not', async () => {
  const error = await errorOf((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(65_000_000, ' ')))
  })
  assert.is(error.code, 'HS_PROM_ANSWER_TOO_LARGE')
  assert.is(error.limit, 64_000_000)
})

test('should stop waiting for an answer that comes too late', async () => {
  assert.is((await errorOf(() => {}, AbortSignal.timeout(50))).code, 'HS_PROM_TIMEOUT')
  const halfway = await errorOf((_, response) => void response.write('{'), AbortSignal.timeout(50))
  assert.is(halfway.code, 'HS_PROM_TIMEOUT')
})

test('should name a server that is not there', async () => {
  const server = await standIn(vector())
  await server.close()
  const client = prometheusClient({ url: server.url, authorization: () => undefined })
  const error = await client.ask('/api/v1/query', {}, soon()).catch((thrown: unknown) => thrown)
  assert.instance(error, HomeostatError)
  assert.is((error as HomeostatError).code, 'HS_PROM_UNREACHABLE')
})

test('should know how long a busy server wants to be left alone, by seconds and by date', async () => {
  assert.is((await errorOf(reply(429, '', { 'retry-after': '120' }))).retryAfterMs, 120_000)
  const at = new Date(Date.now() + 60_000).toUTCString()
  const wait = (await errorOf(reply(503, '', { 'retry-after': at }))).retryAfterMs ?? 0
  assert.ok(wait > 50_000 && wait <= 60_000, String(wait))
  assert.is((await errorOf(reply(429, '', { 'retry-after': '999999999' }))).retryAfterMs, 3_600_000)
  assert.is((await errorOf(reply(429, '', { 'retry-after': 'later' }))).retryAfterMs, undefined)
})

test('should send what the server wants to see, and show it to nobody', async () => {
  const seen: unknown[] = []
  const server = await standIn(
    (request, response) => {
      seen.push(request.headers.authorization, request.headers['x-scope-orgid'])
      reply(401, 'no')(request, response, new URLSearchParams())
    },
    { authorization: () => 'Bearer very-secret', tenant: 'team-a' },
  )
  const error = await server.client.ask('/api/v1/query', {}, soon()).catch((thrown: unknown) => thrown)
  await server.close()
  assert.equal(seen, ['Bearer very-secret', 'team-a'])
  assert.not.match(JSON.stringify(error) + String(error), /very-secret/)
})

test('should take compressed answers and warnings, and compare the clocks', async () => {
  const body = gzipSync(JSON.stringify({ status: 'success', data: 1, warnings: ['one store is away'] }))
  const date = new Date(Date.now() + 600_000).toUTCString()
  const server = await standIn((_, response) => response.writeHead(200, { 'content-encoding': 'gzip', date }).end(body))
  const { data, warnings, aheadMs = 0 } = await server.client.ask('/api/v1/query', {}, soon())
  await server.close()
  assert.equal([data, warnings], [1, ['one store is away']])
  assert.ok(Math.abs(aheadMs - 600_000) < 5_000, String(aheadMs))
})

test('should send what is too long for a URL as a form', async () => {
  const server = await standIn(vector())
  await server.client.ask('/api/v1/query', { query: 'up' }, soon())
  await server.client.ask('/api/v1/query', { query: 'x'.repeat(3_000) }, soon())
  await server.close()
  assert.match(server.asked[0], /^GET \/api\/v1\/query\?query=up$/)
  assert.match(server.asked[1], /^POST \/api\/v1\/query\?query=x+$/)
})

test.run()
