import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { logSink } from '../../../../../connectors/sources/log-sink.ts'
import type { PollOutcome } from '../../../../../connectors/sources/prometheus/poll.ts'
import { prometheusConfig } from '../../../../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../../../../connectors/sources/prometheus/prometheus-plan.ts'
import { prometheusSource } from '../../../../../connectors/sources/prometheus/prometheus-source.ts'
import { clockSkew, statusAfter } from '../../../../../connectors/sources/prometheus/status.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { memoryEdge } from '../memory-edge.ts'
import { virtualClock } from '../virtual-clock.ts'
import { type Answering, reply, standIn, vector } from './stand-in.ts'

const START = Date.UTC(2026, 0, 1) + 250

interface Setting {
  readonly queries?: readonly string[]
  readonly given?: object
  readonly maxFrames?: number
}

/** A source that asks a stand-in on a virtual clock and writes into a real log. */
async function running(answering: Answering, { queries = ['x'], given = {}, maxFrames }: Setting = {}) {
  const server = await standIn(answering)
  const edge = await memoryEdge()
  const clock = virtualClock(START)
  const config = configure('prometheus', prometheusConfig, {
    url: server.url,
    everyMs: 10_000,
    timeoutMs: 5_000,
    queries: queries.map((name) => ({ name, expression: name })),
    ...given,
  })
  const plan = prometheusPlan(config, { env: {}, folder: '.' })
  const polls: PollOutcome[] = []
  const troubles: string[] = []
  let polled = () => {}
  const source = prometheusSource({
    plan,
    client: server.client,
    clock,
    onPoll(outcome) {
      polls.push(outcome)
      polled()
    },
    onTrouble: (error, lost) => troubles.push(`${codeOf(error)} ${lost}`),
  })
  const untilPolled = () =>
    new Promise<void>((resolve) => {
      polled = resolve
    })
  const first = untilPolled()
  await source.start(logSink({ ...edge, tenant: 'default', ...(maxFrames !== undefined && { maxFrames }) }))
  await first
  return {
    server,
    edge,
    polls,
    troubles,
    clock,
    async next() {
      let isOver = false
      untilPolled().then(() => {
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

test('should ask for whole multiples of the interval, and date the frames with them', async () => {
  const run = await running(vector([{ instance: 'a' }, '1']))
  await run.next()
  await run.stop()
  const frames = await run.edge.frames()
  assert.equal(
    frames.map(({ source, at, metrics }) => [source, at - START + 250, metrics.x]),
    [
      ['a', 0, 1],
      ['a', 10_000, 1],
    ],
  )
  assert.match(run.server.asked[1], new RegExp(`time=${(START + 9_750) / 1000}\\.000&timeout=5000ms$`))
})

test('should ask for the past where the server gets its data late', async () => {
  const run = await running(vector([{ instance: 'a' }, '1']), { given: { delayMs: 25_000 } })
  await run.stop()
  assert.equal(
    (await run.edge.frames()).map(({ at }) => at - START + 250),
    [-30_000],
  )
})

test('should leave the other queries alone when one is refused', async () => {
  const run = await running(
    (request, response, form) =>
      (form.get('query') === 'bad' ? reply(400, '{"status":"error","error":"parse error"}') : vector([{ instance: 'a' }, '1']))(
        request,
        response,
        form,
      ),
    { queries: ['bad', 'good'] },
  )
  await run.stop()
  const [{ queries, frames, error }] = run.polls
  assert.equal(
    [queries.map((one) => one.error?.code), frames.length, error],
    [['HS_PROM_QUERY_REFUSED', undefined], 1, undefined],
  )
  assert.match(queries[0].error?.message ?? '', /^bad: .*parse error/)
  assert.is(statusAfter(run.polls[0]).state, 'degraded')
})

test('should not ask a server ten times what it has refused once', async () => {
  const run = await running(reply(401, 'no'), { queries: Array.from({ length: 10 }, (_, i) => `q${i}`) })
  await run.stop()
  assert.ok(run.server.asked.length <= 4, String(run.server.asked.length))
  assert.equal([run.polls[0].error?.code, statusAfter(run.polls[0]).state], ['HS_PROM_UNAUTHORIZED', 'failing'])
})

test('should leave a busy server alone for as long as it wants, and then go on', async () => {
  const run = await running(reply(429, '', { 'retry-after': '25' }))
  run.server.answer(vector([{ instance: 'a' }, '1']))
  await run.next()
  await run.stop()
  assert.is(run.server.asked.length, 2)
  assert.equal(
    (await run.edge.frames()).map(({ at }) => at - START + 250),
    [30_000],
  )
})

test('should go on through every kind of failure, and say how it is', async () => {
  const run = await running(reply(200, '<html>'))
  const states = []
  for (const answering of [
    reply(500, ''),
    reply(200, '{"status":"succ'),
    vector(),
    vector([{ instance: 'a' }, 'NaN']),
    vector([{ instance: 'a' }, '2']),
  ]) {
    states.push(statusAfter(run.polls.at(-1) ?? run.polls[0]))
    run.server.answer(answering)
    await run.next()
  }
  states.push(statusAfter(run.polls.at(-1) ?? run.polls[0]))
  await run.stop()
  assert.equal(
    states.map(({ state, error }) => [state, error?.code]),
    [
      ['failing', 'HS_PROM_FOREIGN'],
      ['failing', 'HS_PROM_FAILED'],
      ['failing', 'HS_PROM_ANSWER_BROKEN'],
      ['failing', 'HS_PROM_EMPTY'],
      ['failing', 'HS_PROM_EMPTY'],
      ['running', undefined],
    ],
  )
})

test('should give up frames that the log cannot take, and say how many', async () => {
  const run = await running(vector([{ instance: 'a' }, '1'], [{ instance: 'b' }, '1']), { maxFrames: 1 })
  await run.stop()
  assert.equal(run.troubles, ['HS_INGEST_TOO_LARGE 2'])
})

test('should end when the log is closed', async () => {
  const run = await running(vector([{ instance: 'a' }, '1']))
  await run.edge.log.close()
  await run.next()
  await run.stop()
  assert.equal(run.troubles, ['HS_LOG_CLOSED 1'])
})

test('should stop in the middle of an answer that does not come', async () => {
  const server = await standIn(() => {})
  const config = configure('prometheus', prometheusConfig, { url: server.url, queries: [{ name: 'x', expression: 'x' }] })
  const source = prometheusSource({ plan: prometheusPlan(config, { env: {}, folder: '.' }), client: server.client })
  await source.start(logSink({ ...(await memoryEdge()), tenant: 'default' }))
  await source.stop()
  await server.close()
})

test('should call clocks skewed that are more than five seconds apart', () => {
  assert.is(clockSkew(4_900), undefined)
  assert.is(clockSkew(undefined), undefined)
  assert.match(clockSkew(61_000)?.message ?? '', /61 s ahead of/)
  assert.match(clockSkew(-61_000)?.message ?? '', /61 s behind/)
  const outcome: PollOutcome = { at: 0, tookMs: 1, frames: [], queries: [], aheadMs: -61_000, cut: 0 }
  assert.is(statusAfter(outcome).error?.code, 'HS_PROM_CLOCK_SKEW')
})

test.run()
