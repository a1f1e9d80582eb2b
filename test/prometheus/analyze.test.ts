import fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { analyzePlugin } from '../../ops/api/analyze-plugin.ts'
import { create } from '../../ops/cli/commands/analyze.ts'
import { configure } from '../../schemas/core/config.ts'
import { problemOf } from '../../schemas/core/problem.ts'
import { startPrometheus } from '../support/prometheus/start-prometheus.ts'
import { fakeTerminal } from '../unit/ops/cli/fake-terminal.ts'

const prometheus = await startPrometheus()
test.after(() => prometheus.stop())

const given = { name: 'real', url: prometheus.url, everyMs: 1_000, timeoutMs: 900 }
const plan = prometheusPlan(configure('prometheus', prometheusConfig, given), { env: {}, folder: '.' })
const app = fastify()
app.setErrorHandler((error, _request, reply) => reply.code(problemOf(error).status).send(problemOf(error).body))
await app.register(analyzePlugin({ servers: [plan], now: Date.now }))

async function analyze(payload: object) {
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/analyze', payload })
  return { status: statusCode, ...JSON.parse(body) }
}

test('should judge the series that a real server gives for an expression', async () => {
  const answer = await analyze({ prom_query: 'up', lookback: '1m' })
  assert.is(answer.status, 200, JSON.stringify(answer))
  assert.equal([answer.series.length, answer.leftOut, answer.stepMs, answer.metric], [3, 0, 1_000, 'up'])
  assert.ok(answer.samples >= 1 && answer.score >= 0 && answer.score <= 1, JSON.stringify(answer))
  const node = await analyze({ query: 'up', lookback: '1m', labels: { job: 'node' } })
  assert.equal(
    node.series.map(({ labels }: { labels: object }) => labels),
    [{ job: 'node', instance: prometheus.targets.node }],
  )
})

test('should leave out what is no number, and take a scalar for a series', async () => {
  assert.is((await analyze({ query: '0 * up / 0', lookback: '1m' })).code, 'HS_ANALYZE_EMPTY')
  const { samples, score, method, zscore, ewma, hint } = await analyze({ query: 'vector(42)', lookback: '1m' })
  assert.equal([samples, score, method, zscore, ewma], [61, 0, 'zscore', 0, null])
  assert.match(hint, /^nothing was found in 61 samples/)
  assert.is((await analyze({ query: '42', lookback: '3m' })).ewma, 0)
})

test('should name what a real server refuses', async () => {
  const wrong = await analyze({ query: 'sum(rate(', lookback: '1m' })
  assert.equal([wrong.status, wrong.code], [422, 'HS_PROM_QUERY_REFUSED'])
  assert.is((await analyze({ query: '"text"', lookback: '1m' })).code, 'HS_PROM_QUERY_REFUSED')
  assert.is((await analyze({ query: 'up', lookback: '1m', labels: { job: 'nobody' } })).code, 'HS_ANALYZE_EMPTY')
})

test('should do the same on the command line, by PROM_URL', async () => {
  const terminal = fakeTerminal({ env: { PROM_URL: prometheus.url } })
  const command = create({ terminal, outcome: { code: 0 } })
  await command.parseAsync(['--query', 'up', '--lookback', '1m', '--label', 'job=redis'], { from: 'user' })
  assert.match(
    terminal.said[0],
    /^PROM_URL up\{instance="[^"]+",job="redis"\}: \d+ samples?, 0 changes, 0 findings\n {2}newest sample: /,
  )
  await command.parseAsync(['--query', 'up', '--json'], { from: 'user' })
  assert.is(JSON.parse(terminal.said[1]).series.length, 3)
})

test.run()
