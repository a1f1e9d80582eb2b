import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { telemetryPlugin } from '../../../../../connectors/sources/http/telemetry-plugin.ts'
import { logSink } from '../../../../../connectors/sources/log-sink.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { frameLimits } from '../../../../../schemas/telemetry/frame-limits.ts'
import { memoryEdge } from '../memory-edge.ts'
import { given, type IngestServer, ingestServer, NOW } from './ingest-server.ts'

const test = suite<{ server: IngestServer }>('POST /telemetry')

test.before.each(async (context) => {
  context.server = await ingestServer()
})
test.after.each(({ server }) => server.close())

const json = (value: unknown) => JSON.stringify(value)
const gzip = { 'content-encoding': 'gzip' }
const ndjson = { 'content-type': 'application/x-ndjson' }

test('should take one frame, a list, and a list by name', async ({ server }) => {
  const one = await server.send(json(given()))
  assert.is(one.status, 200)
  assert.equal(one.body, { accepted: 1, positions: [{ topic: 'system.telemetry.raw', partition: 0, offset: 0 }] })
  assert.is((await server.send(json([given({ at: NOW + 1 }), given({ at: NOW + 2 })]))).body.accepted, 2)
  const named = await server.send(json({ frames: [given({ at: NOW + 3 })] }))
  assert.equal(named.body.positions, [{ topic: 'system.telemetry.raw', partition: 0, offset: 3 }])
  const frames = await server.edge.frames()
  assert.equal(
    frames.map(({ at }) => at - NOW),
    [0, 1, 2, 3],
  )
  assert.equal(frames[0], { key: 'default/web-1', source: 'web-1', at: NOW, metrics: { cpu_usage: 12.5 } })
})

test('should take NDJSON, with empty lines and with times in RFC 3339', async ({ server }) => {
  const body = `${json(given())}\r\n\n${json(given({ at: new Date(NOW + 1000).toISOString() }))}\n`
  const answer = await server.send(body, ndjson)
  assert.is(answer.body.accepted, 2)
  assert.is((await server.edge.frames())[1].at, NOW + 1000)
})

test('should take gzip, whatever the type', async ({ server }) => {
  assert.is((await server.send(gzipSync(json([given()])), gzip)).body.accepted, 1)
  assert.is((await server.send(gzipSync(`${json(given({ at: NOW + 1 }))}\n`), { ...gzip, ...ndjson })).body.accepted, 1)
  assert.is((await server.edge.frames()).length, 2)
})

test('should answer when the frames are in the log', async ({ server }) => {
  await server.send(json(given()))
  assert.is((await server.edge.log.bounds('system.telemetry.raw', 0)).end, 1)
})

test('should write nothing when one frame of many is wrong, and name it', async ({ server }) => {
  const frames = [given(), given({ metrics: { cpu_usage: 1e308 } })]
  const { status, body } = await server.send(json(frames))
  assert.is(status, 422)
  assert.is(body.code, 'HS_VALUE_OUT_OF_RANGE')
  assert.match(body.detail ?? '', 'frames[1].metrics["cpu_usage"]')
  assert.is(body.value, 1e308)
  assert.is(body.limit, frameLimits.magnitude)
  const lines = await server.send(`${json(given())}\n\n${json(given({ metrics: {} }))}`, ndjson)
  assert.match(lines.body.detail ?? '', 'line 3.metrics')
  assert.is((await server.edge.frames()).length, 0)
})

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, i]))

const refusals: readonly (readonly [what: string, body: string, status: number, code: string])[] = [
  ['malformed JSON', '{"source":', 400, 'HS_BODY_MALFORMED'],
  ['NaN', '{"source":"a","at":1,"metrics":{"a":NaN}}', 400, 'HS_BODY_MALFORMED'],
  ['Infinity', '{"source":"a","at":1,"metrics":{"a":-Infinity}}', 400, 'HS_BODY_MALFORMED'],
  ['an empty body', '', 400, 'HS_BODY_MALFORMED'],
  ['a body of nothing but brackets', '['.repeat(3_000_000), 400, 'HS_BODY_MALFORMED'],
  ['a number that overflows', '{"source":"a","at":1780315200000,"metrics":{"a":1e999}}', 422, 'HS_VALUE_NOT_FINITE'],
  ['a value as text', json(given({ metrics: { a: 'NaN' } })), 422, 'HS_VALUE_NOT_FINITE'],
  ['a null value', json(given({ metrics: { a: null } })), 422, 'HS_VALUE_NOT_FINITE'],
  ['1e308', json(given({ metrics: { a: 1e308 } })), 422, 'HS_VALUE_OUT_OF_RANGE'],
  ['empty metrics', json(given({ metrics: {} })), 422, 'HS_FRAME_EMPTY'],
  ['an empty list', '[]', 422, 'HS_FRAME_EMPTY'],
  ['10,000 metrics', json(given({ metrics: many(10_000) })), 422, 'HS_FRAME_TOO_MANY_METRICS'],
  ['a metric name of 10 kB', json(given({ metrics: { ['m'.repeat(10_000)]: 1 } })), 422, 'HS_METRIC_NAME_TOO_LONG'],
  ['no source', json(given({ source: undefined })), 422, 'HS_SOURCE_INVALID'],
  ['no time', json(given({ at: undefined })), 422, 'HS_FRAME_TIME_INVALID'],
  ['a tenant in the frame', json(given({ tenant: 'other' })), 403, 'HS_TENANT_NOT_ALLOWED'],
  ['an unknown key', json(given({ colour: 'blue' })), 422, 'HS_FRAME_MALFORMED'],
  ['1970', json(given({ at: 0 })), 422, 'HS_FRAME_EXPIRED'],
  ['just more than a day ago', json(given({ at: NOW - 86_400_001 })), 422, 'HS_FRAME_EXPIRED'],
  ['the year 3000', json(given({ at: Date.UTC(3000, 0, 1) })), 422, 'HS_FRAME_FUTURE'],
  ['just more than 5 minutes ahead', json(given({ at: NOW + 300_001 })), 422, 'HS_FRAME_FUTURE'],
  ['a text', '"frame"', 422, 'HS_FRAME_MALFORMED'],
  ['null', 'null', 422, 'HS_FRAME_MALFORMED'],
  ['frames that are no list', '{"frames":{}}', 400, 'HS_BODY_MALFORMED'],
  ['something beside frames', '{"frames":[],"mode":1}', 400, 'HS_BODY_MALFORMED'],
]

for (const [what, body, status, code] of refusals) {
  test(`should refuse ${what} with ${code}`, async ({ server }) => {
    const answer = await server.send(body)
    assert.is(answer.body.code, code)
    assert.is(answer.status, status)
    assert.match(answer.headers.get('content-type') ?? '', 'application/problem+json')
    assert.is((await server.edge.frames()).length, 0)
  })
}

test('should take what lies exactly on the limits of time', async ({ server }) => {
  assert.is((await server.send(json([given({ at: NOW - 86_400_000 }), given({ at: NOW + 300_000 })]))).status, 200)
})

test('should say where history belongs', async ({ server }) => {
  const { body } = await server.send(json(given({ at: 0 })))
  assert.match(body.detail ?? '', 'History goes into a log of its own')
  assert.match(body.remedy ?? '', 'tape')
})

test('should carry a metric with the name of a prototype like any other', async ({ server }) => {
  const answer = await server.send(`{"source":"a","at":${NOW},"metrics":{"__proto__":1,"constructor":2}}`)
  assert.is(answer.status, 200)
  assert.equal(Object.entries((await server.edge.frames())[0].metrics), [
    ['__proto__', 1],
    ['constructor', 2],
  ])
})

test('should refuse a tenant in a header or in the query, and any other query', async ({ server }) => {
  for (const answer of [
    await server.send(json(given()), { 'x-tenant-id': 'other' }),
    await server.send(json(given()), {}, '?tenant=other'),
  ]) {
    assert.is(answer.status, 403)
    assert.is(answer.body.code, 'HS_TENANT_NOT_ALLOWED')
  }
  assert.is((await server.send(json(given()), {}, '?wait=1')).body.code, 'HS_REQUEST_INVALID')
})

test('should refuse types and encodings that it does not know', async ({ server }) => {
  for (const answer of [
    await server.send('a=1', { 'content-type': 'text/plain' }),
    await server.send('<a/>', { 'content-type': 'application/xml' }),
    await server.send(json(given()), { 'content-encoding': 'br' }),
    await server.send(json(given()), { 'content-encoding': 'gzip, gzip' }),
    await server.send(undefined),
  ]) {
    assert.is(answer.status, 415)
    assert.is(answer.body.code, 'HS_CONTENT_TYPE_UNSUPPORTED')
  }
})

test('should refuse a body that is not what it says', async ({ server }) => {
  const whole = gzipSync(json(given()))
  for (const body of [json(given()), whole.subarray(0, whole.length - 4), Buffer.alloc(0)]) {
    assert.is((await server.send(body, gzip)).body.code, 'HS_BODY_MALFORMED')
  }
  assert.is((await server.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).body.code, 'HS_BODY_MALFORMED')
})

test('should refuse a zip bomb without inflating it', async ({ server }) => {
  const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20))
  assert.ok(bomb.length < 500_000)
  const before = process.memoryUsage().arrayBuffers
  const { status, body } = await server.send(bomb, gzip)
  assert.is(status, 413)
  assert.is(body.code, 'HS_BODY_TOO_LARGE')
  assert.ok(process.memoryUsage().arrayBuffers - before < 100_000_000)
})

test('should refuse a body over the limit, declared or not', async ({ server }) => {
  const large = randomBytes(3_000_000).toString('hex')
  const declared = await server.raw(
    'POST /telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{',
  )
  assert.match(declared, ' 413 ')
  const chunked = `POST /telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}`
  assert.match(await server.raw(chunked), ' 413 ')
  assert.is((await server.edge.frames()).length, 0)
})

test('should give the same answer to the same key and write once', async ({ server }) => {
  const key = { 'idempotency-key': 'a-1' }
  const first = await server.send(json(given()), key)
  const second = await server.send(json(given()), key)
  assert.equal(second.body, first.body)
  assert.is((await server.edge.frames()).length, 1)
  const both = await Promise.all([1, 2].map(() => server.send(json(given({ at: NOW + 1 })), { 'idempotency-key': 'a-2' })))
  assert.equal(both[0].body, both[1].body)
  assert.is((await server.edge.frames()).length, 2)
})

test('should refuse a key that comes again with another body, and one that is no key', async ({ server }) => {
  await server.send(json(given()), { 'idempotency-key': 'a-1' })
  const other = await server.send(json(given({ at: NOW + 1 })), { 'idempotency-key': 'a-1' })
  assert.is(other.status, 422)
  assert.is(other.body.code, 'HS_IDEMPOTENCY_KEY_REUSED')
  assert.is((await server.send(json(given()), { 'idempotency-key': 'x'.repeat(201) })).body.code, 'HS_IDEMPOTENCY_KEY_INVALID')
})

test('should forget a key after ten minutes, and at once when its request failed', async ({ server }) => {
  const key = { 'idempotency-key': 'a-1' }
  assert.is((await server.send(json(given({ metrics: {} })), key)).status, 422)
  assert.is((await server.send(json(given()), key)).status, 200)
  server.time += 600_001
  assert.is((await server.send(json(given({ at: NOW + 1 })), key)).status, 200)
  assert.is((await server.edge.frames()).length, 2)
})

test('should answer 429 with Retry-After when too much is on its way', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const edge = await memoryEdge()
  const append = async (records: Parameters<typeof edge.log.append>[0]) => {
    await released
    return edge.log.append(records)
  }
  const server = await ingestServer({ sink: { log: { append }, codec: edge.codec, maxFrames: 2 } })
  const first = server.send(json([given(), given({ at: NOW + 1 })]))
  let busy = await server.send(json(given({ at: NOW + 2 })))
  while (busy.status !== 429) busy = await server.send(json(given({ at: NOW + 2 })))
  assert.is(busy.body.code, 'HS_INGEST_BUSY')
  assert.is(busy.headers.get('retry-after'), '1')
  release()
  assert.is((await first).status, 200)
  assert.is((await server.send(json(given({ at: NOW + 2 })))).status, 200)
  await server.close()
})

test('should name a full disk and a closed log', async ({ server }) => {
  const append = async () => {
    throw new HomeostatError('HS_DISK_FULL')
  }
  const full = await ingestServer({ sink: { log: { append } } })
  const { status, body } = await full.send(json(given()))
  assert.is(status, 507)
  assert.is(body.code, 'HS_DISK_FULL')
  await full.close()
  await server.edge.log.close()
  assert.is((await server.send(json(given()))).status, 503)
})

test('should show itself in the OpenAPI description', async () => {
  const edge = await memoryEdge()
  const app = Fastify()
  await app.register(swagger, { openapi: { info: { title: 'test', version: '1' } } })
  await app.register(telemetryPlugin({ sink: logSink({ ...edge, tenant: 'default' }) }))
  await app.ready()
  const description = JSON.stringify(app.swagger().paths?.['/telemetry']?.post)
  for (const part of ['application/json', 'application/x-ndjson', '"200"', 'idempotency-key']) assert.match(description, part)
  await app.close()
})

test.run()
