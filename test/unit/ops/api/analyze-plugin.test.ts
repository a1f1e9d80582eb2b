import fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { analyzePlugin } from '../../../../ops/api/analyze-plugin.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

const BEGIN = Date.UTC(2026, 0, 31, 12)
const app = fastify({ ajv: { customOptions: { removeAdditional: false } } }) // as the API has it
app.setErrorHandler((error, _request, reply) => reply.code(400).send({ code: codeOf(error) }))
await app.register(analyzePlugin)

async function analyze(payload: object) {
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/analyze', payload })
  return { status: statusCode, ...JSON.parse(body) }
}

/** One value a second: a small swing, and from `from` on another level. */
function series(length: number, from: number): [number, number][] {
  return Array.from({ length }, (_, i) => [BEGIN + 1000 * i, 200 + 20 * Math.sin(i) + (i >= from ? 700 : 0)])
}

test('should say what the detectors would have said, and where the mean changes', async () => {
  const { status, score, method, hint, samples, changes, findings } = await analyze({
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
})

test('should say that there is nothing', async () => {
  const { status, score, method, changes, findings } = await analyze({ values: series(400, 400) })
  assert.equal([status, score, method, changes, findings], [200, 0, null, [], []])
  assert.is((await analyze({ values: [[BEGIN, 1]] })).samples, 1)
})

test('should refuse what it cannot do, by name', async () => {
  const values = series(3, 3)
  assert.is((await analyze({ values, record: true })).code, 'HS_ANALYZE_RECORD')
  assert.is((await analyze({ prom_query: 'up', lookback: '1h' })).code, 'HS_ANALYZE_QUERY')
  assert.is((await analyze({ query: 'up' })).code, 'HS_ANALYZE_QUERY')
  assert.is((await analyze({ source: 'x' })).code, 'HS_BODY_MALFORMED')
  assert.is((await analyze({ values: values.toReversed() })).code, 'HS_BODY_MALFORMED')
  for (const body of [
    { values: [] },
    { values: [[1]] },
    { values: [['a', 1]] },
    { values: series(3_001, 1) },
    { values, x: 1 },
  ]) {
    assert.is((await analyze(body)).status, 400)
  }
})

test.run()
