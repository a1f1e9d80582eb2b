import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusConfig } from '../../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../../schemas/core/config.ts'
import { type Answering, reply, standIn, vector } from '../../unit/connectors/sources/prometheus/stand-in.ts'
import { type Hardship, hardships } from './support/hardships.ts'
import { runApp, scratchFolder } from './support/running-app.ts'
import { until } from './support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)

const manySeries = Array.from({ length: 100_000 }, (_, i) => [{ instance: `many-${100_000 + i}` }, '1'] as const)
const minuteBehind: Answering = (request, response, form) => {
  response.setHeader('date', new Date(Date.now() - 60_000).toUTCString())
  vector([{ instance: 'skewed' }, '1'])(request, response, form)
}

const answers: readonly (readonly [Hardship, Answering])[] = [
  [hardships.prometheusHtml, reply(200, '<!doctype html>', { 'content-type': 'text/html' })],
  [hardships.prometheusRefuses, reply(401, 'no')],
  [hardships.prometheusBusy, reply(429, '', { 'retry-after': '1' })],
  [hardships.prometheusFails, reply(500, 'oops')],
  [hardships.prometheusHalf, reply(200, '{"status":"success","data":{"resultType":"vector","result":[{"me')],
  [hardships.prometheusLate, () => {}],
  [hardships.prometheusEmpty, vector([{ instance: 'a' }, 'NaN'])],
  [hardships.prometheusMany, vector(...manySeries)],
  [hardships.prometheusSkewed, minuteBehind],
]

test('should name whatever a Prometheus server answers on /healthz, and go on as if it were not there', async () => {
  const server = await standIn(vector([{ instance: 'before' }, '1']))
  const often = { everyMs: 1_000, timeoutMs: 900, maxSeries: 100 }
  const given = { name: 'broken', url: server.url, ...often, queries: [{ name: 'x', expression: 'x' }] }
  const plan = prometheusPlan(configure('prometheus', prometheusConfig, given), { env: {}, folder: '.' })
  const { app, client, noted } = await runApp(folder.path, { prometheus: [plan] })
  const health = async () => {
    const { body } = await client.get('/healthz')
    const { parts } = body as { parts: { part: string; ok: boolean; state: string; code?: string }[] }
    return parts.find(({ part }) => part === 'source:prometheus/broken')
  }
  const untilHealth = (code: string | undefined) =>
    until(`the server is ${code ?? 'well'}`, async () => {
      const part = await health()
      return part !== undefined && part.code === code && part.state !== 'starting' ? part : undefined
    })

  await untilHealth(undefined)
  for (const [{ codes, comes }, answering] of answers) {
    server.answer(answering)
    const { ok } = await untilHealth(codes[0])
    assert.is(ok, codes[0] === 'HS_PROM_CLOCK_SKEW', comes)
  }
  server.answer(vector([{ instance: 'after' }, '1']))
  await untilHealth(undefined)
  await client.send([{ source: 'web-1', at: Date.now(), metrics: { x: 1 } }])
  await client.counted('web-1')
  await until('the last answers are shown', () => client.source('after'))
  await server.close()
  await untilHealth(hardships.prometheusAway.codes[0])
  await app.stop()
  const lines = (code: string) => noted.filter((line) => line.code === code).length
  assert.equal([lines('HS_PROM_FOREIGN'), lines('HS_PROM_UNAUTHORIZED')], [1, 0], 'one line when it begins to fail')
})

test.run()
