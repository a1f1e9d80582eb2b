import { hostname } from 'node:os'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { scrapeConfig } from '../../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../../connectors/sources/scrape/scrape-plan.ts'
import { configure } from '../../../schemas/core/config.ts'
import { type Answering, reply, standIn } from '../../unit/connectors/sources/prometheus/stand-in.ts'
import { type Hardship, hardships } from './support/hardships.ts'
import { runApp, scratchFolder } from './support/running-app.ts'
import { until } from './support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)

const SOUND = '# TYPE jobs gauge\njobs 3\n# TYPE done_total counter\ndone_total 5\n'
const manySeries = Array.from({ length: 100_000 }, (_, i) => `many{path="/${i}"} 1\n`).join('')
const minuteBehind: Answering = (_, response) => {
  response.writeHead(200, { date: new Date(Date.now() - 60_000).toUTCString() }).end(SOUND)
}
const cutOff: Answering = (_, response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write(SOUND, () => response.destroy())
}

const answers: readonly (readonly [Hardship, Answering])[] = [
  [hardships.targetHtml, reply(200, '<!doctype html>', { 'content-type': 'text/html' })],
  [hardships.targetRefuses, reply(401, 'no')],
  [hardships.targetBusy, reply(503, '', { 'retry-after': '1' })],
  [hardships.targetFails, reply(500, 'oops')],
  [hardships.targetHalf, reply(200, SOUND.slice(0, -3))],
  [hardships.targetMalformed, reply(200, `${SOUND}jobs{ 3\n`)],
  [hardships.targetHalf, cutOff],
  [hardships.targetLate, () => {}],
  [hardships.targetEmpty, reply(200, 'jobs NaN\n')],
  [hardships.targetNoInfinity, reply(200, `${SOUND}# TYPE h histogram\nh_bucket{le="1"} 1\nh_count 1\n`)],
  [hardships.targetTwice, reply(200, `${SOUND}jobs 4\n`)],
  [hardships.targetMany, reply(200, manySeries)],
  [hardships.targetLarge, reply(200, manySeries.repeat(2))],
  [hardships.targetSkewed, minuteBehind],
]

test('should name whatever a target answers on /healthz, and go on as if it were not there', async () => {
  const server = await standIn(reply(200, SOUND))
  test.after(() => server.close())
  const given = { urls: [server.url], source: 'broken', everyMs: 1_000, timeoutMs: 900, maxBytes: 4_000_000 }
  const scrape = scrapePlans(configure('scrape', scrapeConfig, given), { env: {}, folder: '.' })
  const { app, client, noted } = await runApp(folder.path, { scrape, self: true })
  const health = async (part: string) => {
    const { body } = await client.get('/healthz')
    const { parts } = body as { parts: { part: string; ok: boolean; state: string; code?: string }[] }
    return parts.find((one) => one.part === part)
  }
  const untilHealth = (code: string | undefined) =>
    until(`the target is ${code ?? 'well'}`, async () => {
      const part = await health('source:scrape/broken')
      return part !== undefined && part.code === code && part.state !== 'starting' ? part : undefined
    })

  await untilHealth(undefined)
  await until('its gauge is shown', () => client.source('broken'))
  for (const [{ codes, comes }, answering] of answers) {
    server.answer(answering)
    const { ok } = await untilHealth(codes[0])
    assert.is(ok, codes[0] === 'HS_SCRAPE_CLOCK_SKEW', comes)
  }
  for (const done of [900, 5, 10]) {
    server.answer(reply(200, SOUND.replace(' 5\n', ` ${done}\n`)))
    await untilHealth(undefined)
  }
  await client.send([{ source: 'web-1', at: Date.now(), metrics: { x: 1 } }])
  await client.counted('web-1')
  const metrics = String((await client.get('/metrics')).body)
  assert.match(metrics, /homeostat_scrape_dropped_total\{target="broken",reason="over_limit"\} [1-9]\d{4,}/)
  assert.is((await health(`source:scrape/homeostat@${hostname()}`))?.ok, true)
  await server.close()
  await untilHealth(hardships.targetAway.codes[0])
  await app.stop()
  const lines = (code: string) => noted.filter((line) => line.code === code).length
  assert.equal([lines('HS_SCRAPE_FOREIGN'), lines('HS_SCRAPE_UNAUTHORIZED')], [1, 0], 'one line when it begins to fail')
})

test.run()
