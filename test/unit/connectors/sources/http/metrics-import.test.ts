import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type IngestServer, ingestServer, NOW } from './ingest-server.ts'

const test = suite<{ server: IngestServer }>('POST /metrics/import')

test.before.each(async (context) => {
  context.server = await ingestServer()
})
test.after.each(({ server }) => server.close())

const sample = { service: 'registry', endpoint: '/agents', p95_ms: 120, throughput: 50, timestamp: NOW }

async function send(server: IngestServer, payload: unknown, headers: Record<string, string> = {}) {
  const body = Buffer.isBuffer(payload) || typeof payload === 'string' ? payload : JSON.stringify(payload)
  const all = { 'content-type': 'application/json', ...headers }
  const answer = await server.app.inject({ method: 'POST', url: '/metrics/import', payload: body, headers: all })
  return { status: answer.statusCode, ...answer.json() }
}

test('should write samples as frames, one, a list, by name, by line, and compressed', async ({ server }) => {
  assert.equal(
    [(await send(server, sample)).status, (await send(server, [{ ...sample, timestamp: NOW + 1 }])).accepted],
    [200, 1],
  )
  const named = await send(server, {
    samples: [
      { ...sample, timestamp: NOW + 2 },
      { ...sample, timestamp: NOW + 2, endpoint: '/health' },
    ],
  })
  assert.is(named.accepted, 1)
  const line = `${JSON.stringify({ ...sample, timestamp: NOW + 3 })}\n`
  await send(server, line, { 'content-type': 'application/x-ndjson' })
  await send(server, gzipSync(JSON.stringify({ ...sample, timestamp: NOW + 4 })), { 'content-encoding': 'gzip' })
  const frames = await server.edge.frames()
  assert.equal(
    frames.map(({ at, source }) => [source, at - NOW]),
    [0, 1, 2, 3, 4].map((at) => ['registry', at]),
  )
  assert.equal(Object.keys(frames[2].metrics).length, 4)
  assert.is(frames[0].metrics['response_time_p95{endpoint="/agents"}'], 120)
})

test('should write the same with the same key once, and apart from what telemetry wrote with it', async ({ server }) => {
  const key = { 'idempotency-key': 'run-7' }
  const [first, second] = [await send(server, sample, key), await send(server, sample, key)]
  assert.equal(first, second)
  assert.is((await send(server, { ...sample, p95_ms: 1 }, key)).code, 'HS_IDEMPOTENCY_KEY_REUSED')
  assert.is((await server.send(JSON.stringify({ source: 'a', at: NOW, metrics: { x: 1 } }), key)).status, 200)
  assert.is((await server.edge.frames()).length, 2)
})

test('should refuse what is not valid, each with its name, and write nothing of it', async ({ server }) => {
  const wrong: readonly [unknown, string][] = [
    [{ ...sample, service: undefined }, 'HS_IMPORT_INVALID'],
    [[sample, { ...sample, p95_ms: 'slow' }], 'HS_IMPORT_INVALID'],
    [{ ...sample, timestamp: NOW + 3_600_000 }, 'HS_FRAME_FUTURE'],
    [{ ...sample, timestamp: NOW - 90_000_000 }, 'HS_FRAME_EXPIRED'],
    [{ samples: 7 }, 'HS_BODY_MALFORMED'],
    [{ samples: [], more: 1 }, 'HS_BODY_MALFORMED'],
    [{ samples: [] }, 'HS_FRAME_EMPTY'],
    ['{', 'HS_BODY_MALFORMED'],
    [{ service: 'registry', timestamp: NOW }, 'HS_FRAME_EMPTY'],
  ]
  for (const [payload, code] of wrong) {
    const answer = await send(server, payload)
    assert.equal([answer.code, answer.status >= 400 && answer.status < 500], [code, true], JSON.stringify(answer))
  }
  assert.is((await send(server, sample, { 'x-tenant-id': 'other' })).code, 'HS_TENANT_NOT_ALLOWED')
  assert.equal(await server.edge.frames(), [])
})

test.run()
