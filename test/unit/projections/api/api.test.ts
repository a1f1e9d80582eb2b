import net from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { InjectOptions } from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createApi } from '../../../../projections/api/create-api.ts'
import { listen } from '../../../../projections/api/listen.ts'
import { createHouse } from '../support/house.ts'
import { NOON } from '../support/world.ts'

const HOST = { host: '127.0.0.1:4280' }

test('should list signals, the last change first, page by page', async () => {
  const { get, happen } = await createHouse()
  await happen.signals(Array.from({ length: 5 }, (_, i) => ({ id: `s${i}`, at: NOON + i })))
  const first = await get('/signals?limit=3')
  assert.equal(
    first.body.signals.map((signal: { id: string }) => signal.id),
    ['s4', 's3', 's2'],
  )
  const second = await get(`/signals?limit=3&cursor=${first.body.next}`)
  assert.equal(
    second.body.signals.map((signal: { id: string }) => signal.id),
    ['s1', 's0'],
  )
  assert.is(second.body.next, null)
})

test('should tell all of a signal, and that it is over once it is cleared', async () => {
  const { get, happen } = await createHouse()
  await happen.signals([{ id: 'a', value: Number.NaN, high: Number.POSITIVE_INFINITY, held: 'budget' }])
  await happen.signals([{ id: 'a', phase: 'cleared', at: NOON + 60_000, value: 21 }])
  assert.equal((await get('/signals/a')).body, {
    id: 'a',
    source: 'web-1',
    metric: 'cpu_percent',
    method: 'ewma',
    rule: null,
    severity: 'warning',
    open: false,
    at: '2026-01-31T12:01:00.000Z',
    raisedAt: '2026-01-31T12:00:00.000Z',
    clearedAt: '2026-01-31T12:01:00.000Z',
    from: '2026-01-31T11:59:50.000Z',
    score: 0.9,
    value: 21,
    expected: 20,
    low: 10,
    high: 30,
    unit: '',
    hint: 'CPU is higher than usual.',
    held: 'budget',
    acknowledged: null,
    falseAlarm: null,
  })
})

test('should filter signals by every field that is offered', async () => {
  const { get, happen } = await createHouse()
  await happen.signals([
    { id: 'a' },
    { id: 'b', source: 'web-2', severity: 'critical', held: 'budget', at: NOON + 1_000 },
    { id: 'c', metric: 'load_1m', method: 'level_shift', phase: 'cleared', at: NOON + 2_000 },
    { id: 'd', metric: 'disk', method: 'rule', rule: 'disk-full', at: NOON + 3_000 },
  ])
  const ids = async (filter: string) =>
    (await get(`/signals?${filter}`)).body.signals.map((signal: { id: string }) => signal.id).join('')
  assert.is(await ids('source=web-2'), 'b')
  assert.is(await ids('metric=load_1m'), 'c')
  assert.is(await ids('method=ewma'), 'ba')
  assert.is(await ids('rule=disk-full'), 'd')
  assert.is((await get('/signals/d')).body.rule, 'disk-full')
  assert.is(await ids('severity=critical'), 'b')
  assert.is(await ids('open=false'), 'c')
  assert.is(await ids('open=true'), 'dba')
  assert.is(await ids('held=true'), 'b')
  assert.is(await ids('held=false'), 'dca')
  assert.is(await ids('from=2026-01-31T12:00:01Z'), 'dcb')
  assert.is(await ids(`to=${NOON + 1_000}`), 'a')
})

test('should refuse what it does not understand with a stable code', async () => {
  const { get } = await createHouse()
  for (const [path, status, code] of [
    ['/signals?sauce=web-1', 400, 'HS_REQUEST_INVALID'],
    ['/signals?tenant=other', 400, 'HS_REQUEST_INVALID'],
    ['/signals?limit=0', 400, 'HS_REQUEST_INVALID'],
    ['/signals?limit=ten', 400, 'HS_REQUEST_INVALID'],
    ['/signals?open=maybe', 400, 'HS_REQUEST_INVALID'],
    ['/signals?from=yesterday', 400, 'HS_TIME_INVALID'],
    ['/signals?cursor=abc', 400, 'HS_CURSOR_INVALID'],
    [`/signals?cursor=${Buffer.from('[1.5,"a"]').toString('base64url')}`, 400, 'HS_CURSOR_INVALID'],
    [`/signals?cursor=${Buffer.from('["a"]').toString('base64url')}`, 400, 'HS_CURSOR_INVALID'],
    ['/signals/none', 404, 'HS_NOT_FOUND'],
    ['/signals/%00', 400, 'HS_REQUEST_INVALID'],
    ['/sources?source=a%00', 400, 'HS_REQUEST_INVALID'],
    ['/sources/%ff', 400, 'HS_REQUEST_INVALID'],
    ['/nowhere', 404, 'HS_NOT_FOUND'],
    ['/series?source=a&metric=b', 400, 'HS_REQUEST_INVALID'],
    ['/series?source=a&metric=b&from=0&to=0', 422, 'HS_RANGE_TOO_LONG'],
    ['/series?source=a&metric=b&from=0&to=63158400001', 422, 'HS_RANGE_TOO_LONG'],
  ] as const) {
    const answer = await get(path)
    assert.equal([path, answer.status, answer.body.code], [path, status, code])
    assert.match(String(answer.headers['content-type']), 'application/problem+json')
    assert.ok(answer.body.remedy.length > 0)
  }
})

test('should find a source by the longest name that one may have', async () => {
  const { get, happen } = await createHouse()
  const source = 'ü'.repeat(128)
  await happen.frames([{ source, metrics: { a: 1 } }])
  assert.is((await get(`/sources/${encodeURIComponent(source)}`)).body.source, source)
})

test('should compress a long answer for whoever takes it, and for nobody else', async () => {
  const { api, happen } = await createHouse()
  await happen.signals(Array.from({ length: 30 }, (_, i) => ({ id: `s${i}` })))
  const ask = (encoding: string) => api.inject({ url: '/signals', headers: { ...HOST, 'accept-encoding': encoding } })
  const plain = await ask('identity')
  for (const encoding of ['gzip', 'br;q=1, gzip;q=0.5', 'deflate, gzip']) {
    const { headers, rawPayload } = await ask(encoding)
    assert.is(headers['content-encoding'], 'gzip')
    assert.is(headers.vary, 'accept-encoding')
    assert.is(headers['content-length'], String(rawPayload.length))
    assert.is(gunzipSync(rawPayload).toString(), plain.body)
  }
  for (const encoding of ['', 'br', 'gzip;q=0', 'gzip;q=0.0, br'])
    assert.is((await ask(encoding)).headers['content-encoding'], undefined)
  const short = await api.inject({ url: '/healthz', headers: { ...HOST, 'accept-encoding': 'gzip' } })
  assert.is(short.headers['content-encoding'], undefined)
})

test('should name the allowed methods when the method is wrong', async () => {
  const { api } = await createHouse()
  for (const url of ['/signals', '/signals/abc', '/signals/stream']) {
    for (const method of ['DELETE', 'QUERY']) {
      const answer = await api.inject({ method, url, headers: HOST } as InjectOptions) // its types know fewer methods than it does
      assert.is(answer.statusCode, 405)
      assert.is(answer.json().code, 'HS_METHOD_NOT_ALLOWED')
      assert.match(String(answer.headers.allow), 'GET')
    }
  }
})

test('should serve its own machine only', async () => {
  const { api } = await createHouse()
  const ask = async (headers: Record<string, string>) => {
    const answer = await api.inject({ url: '/signals', headers })
    return `${answer.statusCode} ${answer.json().code ?? ''}`
  }
  for (const host of ['localhost:4280', '127.0.0.1', '127.8.8.8:1', '[::1]:4280', 'LOCALHOST'])
    assert.is(await ask({ host }), '200 ')
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    '0.0.0.0',
    'localhost:80:80',
  ]) {
    assert.is(await ask({ host }), '403 HS_HOST_FOREIGN')
  }
  assert.is(await ask({ ...HOST, origin: 'http://127.0.0.1:4280' }), '200 ')
  for (const origin of ['http://127.0.0.1:9999', 'https://127.0.0.1:4280', 'null', 'http://evil.example']) {
    assert.is(await ask({ ...HOST, origin }), '403 HS_ORIGIN_FOREIGN')
  }
  assert.is(await ask({ ...HOST, 'x-tenant-id': 'other' }), '403 HS_TENANT_NOT_ALLOWED')
})

test('should not listen where others can reach it, nor where another program listens', async () => {
  const { api } = await createHouse()
  for (const host of ['0.0.0.0', '::', '10.1.2.3', 'example.org']) {
    await listen(api, host, 0).then(
      () => assert.unreachable(),
      (error) => assert.is(error.code, 'HS_BIND_REFUSED'),
    )
  }
  const other = net.createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await listen(api, '127.0.0.1', port).then(
    () => assert.unreachable(),
    (error) => assert.equal([error.code, error.value, error.message.includes('--port')], ['HS_PORT_IN_USE', port, true]),
  )
  await new Promise((resolve) => other.close(resolve))
})

test('should sum up a series where it has more samples than points', async () => {
  const { get, happen } = await createHouse()
  const samples = Array.from({ length: 10 }, (_, i) => ({ at: NOON - (10 - i) * 60_000, metrics: { cpu: i, other: -i } }))
  await happen.frames(samples)
  const url = `/series?source=web-1&metric=cpu&from=${NOON - 600_000}&to=2026-01-31T11:59:00Z`
  assert.equal((await get(url)).body, {
    source: 'web-1',
    metric: 'cpu',
    unit: '',
    resolution: 'detail',
    samples: 9,
    at: samples.slice(0, 9).map((sample) => sample.at),
    value: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    low: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    high: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  })
  const few = (await get(`${url}&points=3`)).body
  assert.equal(
    [few.value, few.low, few.high],
    [
      [1, 4, 7],
      [0, 3, 6],
      [2, 5, 8],
    ],
  )
  assert.is((await get(`/series?source=web-1&metric=none&from=${NOON}&to=2026-01-31T13:00:00Z`)).body.samples, 0)
})

test('should answer long ranges from bars, with what they were between, and reach the present', async () => {
  const { get, happen } = await createHouse()
  const QUARTER = 900_000
  const bar = (start: number, mean: number, more: object = {}) => ({
    start,
    metrics: ['cpu'],
    count: [60],
    min: [mean - 1],
    max: [mean + 9],
    mean: [mean],
    last: [mean],
    ...more,
  })
  const from = NOON - 7 * 86_400_000
  await happen.bars([bar(NOON - 3 * QUARTER, 1), bar(NOON - 2 * QUARTER, 2), bar(NOON - 4 * QUARTER, 7, { widthMs: 3_600_000 })])
  await happen.bars([bar(NOON - 2 * QUARTER, 5, { count: [30] })])
  await happen.frames([0, 5_000].map((after) => ({ at: NOON - QUARTER + 1_000 + after, metrics: { cpu: 98 + after / 2_500 } })))
  const week = (await get(`/series?source=web-1&metric=cpu&from=${from}&to=${NOON}`)).body
  assert.equal([week.resolution, week.samples], ['15m', 60 + 60 + 30 + 2])
  assert.equal(
    [week.at, week.value, week.low, week.high],
    [
      [NOON - 3 * QUARTER, NOON - 2 * QUARTER, NOON - QUARTER],
      [1, 3, 99],
      [0, 1, 98],
      [10, 14, 100],
    ],
  )
  const year = (await get(`/series?source=web-1&metric=cpu&from=${NOON - 365 * 86_400_000}&to=${NOON}`)).body
  assert.equal([year.resolution, year.at, year.value], ['1h', [NOON - 4 * QUARTER], [7]])
  assert.is((await get(`/series?source=web-1&metric=cpu&from=${from}&to=${NOON}&points=168`)).body.resolution, '1h')
})

test('should answer from bars where the samples themselves are gone', async () => {
  const { get, happen } = await createHouse()
  await happen.bars([{ widthMs: 3_600_000 }])
  const { body } = await get(`/series?source=web-1&metric=load_1m&from=${NOON}&to=${NOON + 7_200_000}`)
  assert.equal([body.resolution, body.samples, body.at, body.value], ['1h', 90, [NOON], [0.5]])
  const { body: none } = await get(`/series?source=web-1&metric=x&from=${NOON}&to=${NOON + 1}`)
  assert.equal([none.resolution, none.samples, none.at], ['detail', 0, []])
})

test('should list sources with what was learned of them and what did not count', async () => {
  const { get, happen } = await createHouse()
  await happen.frames([{}, { at: NOON + 1_000 }, { source: 'web-2' }, { source: 'web-2', at: NOON + 10 * 60_000 }])
  await happen.learned()
  const { body } = await get('/sources')
  assert.equal(body, {
    sources: [
      {
        source: 'web-1',
        firstSeen: '2026-01-31T12:00:00.000Z',
        lastSeen: '2026-01-31T12:00:01.000Z',
        forgotten: true,
        frames: 2,
        metrics: 2,
        late: { repeated: 2 },
        learning: [{ processor: 'ewma', learned: 1, total: 2 }],
      },
      {
        source: 'web-2',
        firstSeen: null,
        lastSeen: '2026-01-31T12:00:00.000Z',
        forgotten: false,
        frames: 2,
        metrics: 2,
        late: {},
        learning: [],
      },
    ],
    next: null,
  })
  const page = await get('/sources?limit=1')
  assert.is(page.body.sources[0].source, 'web-1')
  assert.is((await get(`/sources?limit=1&cursor=${page.body.next}`)).body.sources[0].source, 'web-2')
  assert.is((await get('/sources?source=web-2')).body.sources.length, 1)
})

test('should tell which metrics a source sends', async () => {
  const { get, happen } = await createHouse()
  await happen.frames([{ source: 'disk/0 ü', metrics: { old: 1 } }])
  await happen.frames([{ source: 'disk/0 ü', at: NOON + 300_000, metrics: { read: 1, write: 2 } }])
  const { body } = await get(`/sources/${encodeURIComponent('disk/0 ü')}`)
  assert.equal([body.source, body.frames, body.metricNames], ['disk/0 ü', 2, ['read', 'write']])
  assert.equal((await get('/sources/none')).body.code, 'HS_NOT_FOUND')
})

test('should be ready only when every part works, and say which does not', async () => {
  const { get, parts } = await createHouse()
  assert.equal([(await get('/readyz')).status, (await get('/healthz')).body.status], [200, 'ok'])
  parts.push({ part: 'database', ok: false, state: 'waiting', code: 'HS_DATABASE_UNAVAILABLE', message: 'connection refused' })
  assert.equal([(await get('/readyz')).status, (await get('/readyz')).body], [503, { ready: false, stuck: ['database'] }])
  const health = await get('/healthz')
  assert.equal([health.status, health.body.status, health.body.stuck], [200, 'degraded', ['database']])
  assert.is(health.body.parts.at(-1).code, 'HS_DATABASE_UNAVAILABLE')
  parts.length = 0
  assert.is((await get('/readyz')).status, 503)
})

test('should say when somebody last asked for its metrics', async () => {
  const { get } = await createHouse()
  assert.is((await get('/healthz')).body.metricsAskedAt, null)
  const before = Date.now()
  await get('/metrics')
  const askedAt = Date.parse((await get('/healthz')).body.metricsAskedAt)
  assert.ok(askedAt >= before && askedAt <= Date.now())
})

test('should describe itself, and count for Prometheus', async () => {
  const { api, get } = await createHouse()
  const { body } = await get('/openapi.json')
  assert.equal(Object.keys(body.paths).sort(), [
    '/audit',
    '/budget',
    '/dead-letters',
    '/healthz',
    '/livez',
    '/metrics',
    '/mutes',
    '/mutes/{id}',
    '/readyz',
    '/rules',
    '/series',
    '/signals',
    '/signals/stream',
    '/signals/{id}',
    '/sources',
    '/sources/{source}',
    '/topics',
  ])
  const { parameters, responses } = body.paths['/signals'].get
  assert.is(parameters.find(({ name }: { name: string }) => name === 'limit').required, false, 'it has a default')
  assert.equal(Object.keys(responses).sort(), ['200', '4XX', '5XX'])
  assert.equal(Object.keys(responses['4XX'].content), ['application/problem+json'])
  const page = await api.inject({ url: '/docs/', headers: HOST })
  assert.is(page.statusCode, 200)
  assert.not.match(page.body, /https?:\/\/(?!127|localhost)[a-z]/) // works without the Internet
  assert.match((await api.inject({ url: '/metrics', headers: HOST })).body, 'homeostat_test 1')
  assert.equal((await get('/topics')).body, { topics: [] })
})

test('should keep to itself what went wrong inside', async () => {
  const { deps } = await createHouse()
  const seen: unknown[] = []
  const failing = { select: async () => Promise.reject(new Error('password=secret')) }
  const api = await createApi({ ...deps, reading: failing, unexpected: (error) => seen.push(error) })
  const answer = await api.inject({ url: '/signals', headers: HOST })
  assert.equal([answer.statusCode, answer.json().code, answer.body.includes('secret')], [500, 'HS_INTERNAL', false])
  assert.match(String(seen[0]), 'secret')
})

test('should mount the routes of other parts behind the same guard', async () => {
  const { deps } = await createHouse()
  const api = await createApi({ ...deps, plugins: [async (app) => void app.post('/telemetry', async () => ({ accepted: 1 }))] })
  assert.is((await api.inject({ method: 'POST', url: '/telemetry', headers: HOST, payload: {} })).statusCode, 200)
  assert.is((await api.inject({ method: 'POST', url: '/telemetry', headers: { host: 'evil' }, payload: {} })).statusCode, 403)
  const large = { method: 'POST', url: '/telemetry', headers: HOST, payload: { text: 'x'.repeat(1_100_000) } } as const
  assert.equal((await api.inject(large)).json().code, 'HS_BODY_TOO_LARGE')
})

test.run()
