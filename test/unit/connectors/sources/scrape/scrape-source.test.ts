import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { logSink } from '../../../../../connectors/sources/log-sink.ts'
import type { ScrapeOutcome } from '../../../../../connectors/sources/scrape/scrape.ts'
import { scrapeClient } from '../../../../../connectors/sources/scrape/scrape-client.ts'
import { scrapeConfig } from '../../../../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../../../../connectors/sources/scrape/scrape-plan.ts'
import { scrapeSource } from '../../../../../connectors/sources/scrape/scrape-source.ts'
import { scrapeStatus } from '../../../../../connectors/sources/scrape/status.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { memoryEdge } from '../memory-edge.ts'
import { type Answering, reply, standIn } from '../prometheus/stand-in.ts'
import { virtualClock } from '../virtual-clock.ts'

const START = Date.UTC(2026, 0, 1)

function plansOf(given: object, env: Record<string, string> = {}) {
  return scrapePlans(configure('scrape', scrapeConfig, given), { env, folder: '.' })
}

/** A source that scrapes a stand-in on a virtual clock and writes into a real log. */
async function running(answering: Answering, given: object = {}, env: Record<string, string> = {}) {
  const server = await standIn(answering)
  const edge = await memoryEdge()
  const clock = virtualClock(START)
  const [plan] = plansOf({ urls: [server.url], source: 'a', everyMs: 10_000, timeoutMs: 5_000, ...given }, env)
  const outcomes: ScrapeOutcome[] = []
  const troubles: string[] = []
  let scraped = () => {}
  const source = scrapeSource({
    plan,
    client: scrapeClient(plan.server, plan.maxBytes),
    clock,
    onScrape(outcome) {
      outcomes.push(outcome)
      scraped()
    },
    onTrouble: (error, lost) => troubles.push(`${codeOf(error)} ${lost}`),
  })
  const untilScraped = () =>
    new Promise<void>((resolve) => {
      scraped = resolve
    })
  const first = untilScraped()
  await source.start(logSink({ ...edge, tenant: 'default' }))
  await first
  return {
    server,
    edge,
    outcomes,
    troubles,
    async next() {
      let isOver = false
      untilScraped().then(() => {
        isOver = true
      })
      while (!isOver) await clock.step() // nobody sleeps while an answer is on its way
    },
    async stop() {
      await source.stop()
      await server.close()
    },
  }
}

test('should write one frame a scrape, dated with its place in the interval', async () => {
  const run = await running(reply(200, 'a_total 10\nb 1\n'))
  run.server.answer(reply(200, 'a_total 30\nb 2\n'))
  await run.next()
  await run.next()
  await run.stop()
  const frames = await run.edge.frames()
  assert.equal([frames[0].source, frames[0].at, frames[0].metrics], ['a', START, { b: 1 }])
  assert.is(frames[2].at - frames[1].at, 10_000)
  assert.equal([frames[1].metrics.b, frames[2].metrics], [2, { a_rate: 0, b: 2 }])
  assert.is(frames[1].metrics.a_rate, 20_000 / (frames[1].at - START))
  assert.match(run.server.asked[0], /^GET \/metrics\?$/)
})

test('should send the token that it has, and name a missing one', async () => {
  const guarded: Answering = (request, response) => {
    response.writeHead(request.headers.authorization === 'Bearer secret' ? 200 : 401).end('up 1\n')
  }
  const right = await running(guarded, { tokenEnv: 'TOKEN' }, { TOKEN: 'secret' })
  const wrong = await running(guarded, { tokenEnv: 'TOKEN' }, { TOKEN: 'other' })
  const missing = await running(guarded, { tokenEnv: 'TOKEN' })
  for (const run of [right, wrong, missing]) await run.stop()
  assert.equal(
    [right, wrong, missing].map(({ outcomes }) => outcomes[0].error?.code),
    [undefined, 'HS_SCRAPE_UNAUTHORIZED', 'HS_SCRAPE_UNAUTHORIZED'],
  )
})

test('should leave a busy target alone for as long as it wants, and then go on', async () => {
  const run = await running(reply(503, '', { 'retry-after': '25' }))
  run.server.answer(reply(200, 'up 1\n'))
  await run.next()
  await run.stop()
  assert.equal(
    run.outcomes.map(({ error }) => error?.code),
    ['HS_SCRAPE_BUSY', undefined],
  )
  assert.ok(run.outcomes[1].at >= START + 25_000)
})

test('should refuse a page that is too large, a redirection and JSON, and say how the target is', async () => {
  const run = await running(reply(200, 'a 1\n'.repeat(1_000)), { maxBytes: 1_000 })
  run.server.answer(reply(302, '', { location: 'https://login.example/' }))
  await run.next()
  run.server.answer(reply(200, '{}', { 'content-type': 'application/json' }))
  await run.next()
  await run.stop()
  assert.equal(
    run.outcomes.map((outcome) => [scrapeStatus(outcome).state, outcome.error?.code]),
    [
      ['failing', 'HS_SCRAPE_PAGE_TOO_LARGE'],
      ['failing', 'HS_SCRAPE_FOREIGN'],
      ['failing', 'HS_SCRAPE_FOREIGN'],
    ],
  )
})

test('should end when the log is closed', async () => {
  const run = await running(reply(200, 'up 1\n'))
  await run.edge.log.close()
  await run.next()
  await run.stop()
  assert.equal(run.troubles, ['HS_LOG_CLOSED 1'])
})

test('should refuse settings that do not go together', () => {
  const code = (given: object) => {
    try {
      plansOf(given)
      return ''
    } catch (error) {
      return `${codeOf(error)} ${error instanceof Error ? error.message : ''}`
    }
  }
  assert.match(code({}), /^HS_CONFIG_INVALID scrape\.urls/)
  assert.match(code({ urls: ['a', 'b'], source: 'x' }), /^HS_CONFIG_INVALID .*2 addresses cannot have one source/)
  assert.match(code({ urls: ['web-1:9100'] }), /^HS_CONFIG_INVALID .*http:/)
  assert.match(code({ urls: ['http://a'], timeoutMs: 15_000 }), /^HS_CONFIG_INVALID .*less than everyMs/)
  assert.match(code({ urls: ['http://a'], drop: ['('] }), /^HS_CONFIG_INVALID .*Invalid regular expression/)
  assert.match(code({ urls: ['http://me:secret@a'] }), /^HS_CONFIG_INVALID .*password/)
})

test.run()
