import fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusConfig } from '../../../../connectors/sources/prometheus/prometheus-config.ts'
import { type PrometheusPlan, prometheusPlan } from '../../../../connectors/sources/prometheus/prometheus-plan.ts'
import { analyzePlugin } from '../../../../ops/api/analyze-plugin.ts'
import { configure } from '../../../../schemas/core/config.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { problemOf } from '../../../../schemas/core/problem.ts'
import { type Answering, reply, type StandIn, standIn } from '../../connectors/sources/prometheus/stand-in.ts'

const BEGIN = Date.UTC(2026, 0, 31, 12)

async function apiWith(servers: readonly PrometheusPlan[]) {
  const app = fastify({ ajv: { customOptions: { removeAdditional: false } } }) // as the API has it
  app.setErrorHandler((error, _request, answer) => answer.code(problemOf(error).status).send({ code: codeOf(error) }))
  await app.register(analyzePlugin({ servers, now: () => BEGIN + 500 }))
  return async (payload: object) => {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/analyze', payload })
    return { status: statusCode, ...JSON.parse(body) }
  }
}

function planOf(url: string, name = 'prometheus', more: object = {}): PrometheusPlan {
  return prometheusPlan(configure('prometheus', prometheusConfig, { url, name, ...more }), { env: {}, folder: '.' })
}

/** A range as Prometheus gives it: on a level of 10, with a swing, from `from` on at 90. */
function matrix(...labels: readonly Record<string, string>[]): Answering {
  return (_, response, form) => {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)))
    const result = labels.map((metric) => {
      const count = Math.floor((end - start) / step) + 1
      const values = Array.from({ length: count }, (_unused, i) => [
        start + i * step,
        i === 7 ? 'NaN' : String(10 + Math.sin(i) + (metric.shifts && i >= count - 60 ? 80 : 0)),
      ])
      return { metric, values }
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, warnings: ['half of it'] }))
  }
}

async function withServer(answering: Answering, run: (server: StandIn) => Promise<void>): Promise<void> {
  const server = await standIn(answering)
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

const analyze = await apiWith([])

/** One value a second: a small swing, and from `from` on another level. */
function series(length: number, from: number): [number, number][] {
  return Array.from({ length }, (_, i) => [BEGIN + 1000 * i, 200 + 20 * Math.sin(i) + (i >= from ? 700 : 0)])
}

test('should say what the detectors would have said, and where the mean changes', async () => {
  const { status, score, method, hint, samples, changes, findings, zscore, ewma } = await analyze({
    metric: 'latency_p99',
    values: series(400, 300),
  })
  assert.equal([status, samples], [200, 400])
  assert.ok(score > 0.99 && score <= 1, String(score))
  assert.match(hint, /^latency_p99 is \d+ ms, expected /)
  assert.ok(findings.some((found: { method: string; at: number }) => found.method === method && found.at >= BEGIN + 300_000))
  assert.equal(
    changes.map(({ at }: { at: number }) => at),
    [BEGIN + 300_000],
  )
  assert.ok(zscore > 1 && zscore < 3 && ewma > 10, `${zscore} ${ewma}`)
})

test('should say how far the newest sample lies from the others where nothing is found', async () => {
  const quiet = await analyze({ values: series(400, 400) })
  assert.equal([quiet.status, quiet.method, quiet.changes, quiet.findings], [200, 'ewma', [], []])
  assert.ok(quiet.score > 0 && quiet.score < 0.97 && Math.abs(quiet.zscore) < 2, JSON.stringify(quiet))
  const short = await analyze({ values: series(50, 50) })
  assert.equal([short.method, short.ewma], ['zscore', null])
  const one = await analyze({ values: [[BEGIN, 1]] })
  assert.equal([one.samples, one.score, one.method, one.zscore, one.ewma], [1, 0, null, null, null])
  const huge = await analyze({ values: series(200, 200).map(([at], i) => [at, i % 2 ? 1e150 : -1e150]) })
  assert.is(huge.status, 200)
})

test('should judge every series of an expression, and tell the worst first', async () => {
  await withServer(
    matrix({ __name__: 'latency_p99', job: 'b', shifts: 'yes' }, { __name__: 'latency_p99', job: 'a' }),
    async (server) => {
      const ask = await apiWith([planOf(server.url)])
      const answer = await ask({ prom_query: 'latency_p99', query: 'latency_p99', lookback: '2h' })
      assert.equal([answer.status, answer.stepMs, answer.leftOut], [200, 15_000, 0])
      assert.equal(answer.labels, { job: 'b', shifts: 'yes' })
      assert.match(answer.hint, /^latency_p99 is [\d.]+ ms, expected /)
      assert.ok(answer.score > 0.99 && answer.ewma > 3)
      assert.equal(
        answer.series.map(({ labels, samples }: { labels: { job: string }; samples: number }) => [labels.job, samples]),
        [
          ['a', 480],
          ['b', 480],
        ],
      )
      assert.equal(answer.warnings, ['half of it'])
      const [asked] = server.asked
      assert.match(asked, /^GET \/api\/v1\/query_range\?query=latency_p99&start=1769853600.000&end=1769860800.000&step=15.000/)
    },
  )
})

test('should take only series with the labels, and no more than twenty', async () => {
  const many = Array.from({ length: 23 }, (_, i) => ({ job: i < 22 ? 'web' : 'db', nr: String(i).padStart(2, '0') }))
  await withServer(matrix(...many), async (server) => {
    const ask = await apiWith([planOf(server.url)])
    const answer = await ask({ query: 'x', lookback: '10m', labels: { job: 'web' }, metric: 'cpu_usage' })
    assert.equal([answer.series.length, answer.leftOut], [20, 2])
    assert.match(answer.warnings[0], /^22 series came back; the first 20/)
    assert.equal(
      new Set(answer.series.map(({ metric, labels }: { metric: string; labels: { job: string } }) => `${metric} ${labels.job}`)),
      new Set(['cpu_usage web']),
    )
    assert.is((await ask({ query: 'x', labels: { job: 'mail' } })).code, 'HS_ANALYZE_EMPTY')
  })
})

test('should ask in longer steps over a longer time', async () => {
  await withServer(matrix({ job: 'a' }), async (server) => {
    const ask = await apiWith([planOf(server.url)])
    const { stepMs, samples } = await ask({ query: 'x', lookback: '14d' })
    assert.equal([stepMs, samples], [840_000, 1440])
  })
})

test('should ask the server that is named, and say when it is not clear which', async () => {
  await withServer(matrix({ job: 'a' }), async (server) => {
    const two = await apiWith([planOf('http://127.0.0.1:1', 'eu'), planOf(server.url, 'us')])
    assert.is((await two({ query: 'x', server: 'us' })).status, 200)
    assert.is((await two({ query: 'x' })).code, 'HS_ANALYZE_SERVER')
    assert.is((await two({ query: 'x', server: 'asia' })).code, 'HS_ANALYZE_SERVER')
    assert.is((await two({ query: 'x', server: 'eu' })).code, 'HS_PROM_UNREACHABLE')
    const environment = await apiWith([planOf(server.url, 'PROM_URL'), planOf('http://127.0.0.1:1', 'eu')])
    assert.is((await environment({ query: 'x' })).status, 200)
  })
})

test('should name what a server answers instead of series', async () => {
  const nothing = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } })
  const text = JSON.stringify({ status: 'success', data: { resultType: 'string', result: [1, 'x'] } })
  const refused = JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'parse error' })
  const answers: readonly [Answering, number, string][] = [
    [reply(200, '<html>log in</html>'), 502, 'HS_PROM_FOREIGN'],
    [reply(200, ''), 502, 'HS_PROM_FOREIGN'],
    [reply(200, '{"status":"success","data":{"resultType":"mat'), 502, 'HS_PROM_ANSWER_BROKEN'],
    [
      reply(200, '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1]]}]}}'),
      502,
      'HS_PROM_ANSWER_BROKEN',
    ],
    [reply(200, '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}}]}}'), 502, 'HS_PROM_ANSWER_BROKEN'],
    [reply(200, nothing), 422, 'HS_ANALYZE_EMPTY'],
    [reply(200, text), 422, 'HS_PROM_QUERY_REFUSED'],
    [reply(400, refused), 422, 'HS_PROM_QUERY_REFUSED'],
    [reply(401, 'no'), 502, 'HS_PROM_UNAUTHORIZED'],
    [reply(429, 'slow down'), 503, 'HS_PROM_BUSY'],
    [reply(500, 'oops'), 502, 'HS_PROM_FAILED'],
    [() => {}, 504, 'HS_PROM_TIMEOUT'],
  ]
  for (const [answering, status, code] of answers) {
    await withServer(answering, async (server) => {
      const ask = await apiWith([planOf(server.url, 'slow', { timeoutMs: 200 })])
      const answer = await ask({ query: 'x' })
      assert.equal([answer.status, answer.code], [status, code])
    })
  }
})

test('should refuse what it cannot do, by name', async () => {
  const values = series(3, 3)
  const ask = await apiWith([planOf('http://127.0.0.1:1')])
  assert.is((await analyze({ values, record: true })).code, 'HS_ANALYZE_RECORD')
  assert.is((await analyze({ prom_query: 'up', lookback: '1h' })).code, 'HS_ANALYZE_QUERY')
  assert.is((await analyze({ query: 'up' })).code, 'HS_ANALYZE_QUERY')
  assert.is((await ask({ query: 'up', prom_query: 'down' })).code, 'HS_ANALYZE_QUERY_TWICE')
  for (const lookback of ['', '1', '30s', '15d', 'yesterday', '1h30m']) {
    assert.is((await ask({ query: 'up', lookback })).code, 'HS_ANALYZE_LOOKBACK', lookback)
  }
  assert.is((await ask({ query: 'up', values })).code, 'HS_BODY_MALFORMED')
  assert.is((await analyze({ source: 'x' })).code, 'HS_BODY_MALFORMED')
  assert.is((await analyze({ values: values.toReversed() })).code, 'HS_BODY_MALFORMED')
  for (const body of [
    { values: [] },
    { values: [[1]] },
    { values: [['a', 1]] },
    { values: [[1, 1e151]] },
    { values: series(3_001, 1) },
    { values, x: 1 },
    { query: '' },
  ]) {
    assert.is((await analyze(body)).status, 400)
  }
})

test.run()
