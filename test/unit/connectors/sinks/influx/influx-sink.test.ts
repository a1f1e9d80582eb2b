import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { influxConfig } from '../../../../../connectors/sinks/influx/influx-config.ts'
import { influxPlan } from '../../../../../connectors/sinks/influx/influx-plan.ts'
import { influxSink } from '../../../../../connectors/sinks/influx/influx-sink.ts'
import { influxWriter } from '../../../../../connectors/sinks/influx/influx-writer.ts'
import { frameLines, signalLines } from '../../../../../connectors/sinks/influx/lines.ts'
import { positionFile } from '../../../../../connectors/sinks/position-file.ts'
import { logSink } from '../../../../../connectors/sources/log-sink.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../../../../streams/runtime/ports/clock.ts'
import { until } from '../../../../integration/ordeal/support/until.ts'
import { memoryEdge } from '../../sources/memory-edge.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-influx-'))
const servers: Server[] = []
test.after(() => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A server that keeps the lines it acknowledges, or refuses with the status that `judge` gives. */
async function receiver(judge: (lines: readonly string[]) => number = () => 204, port = 0) {
  const lines: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const sent = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    const given = String(body).split('\n')
    const status = judge(given)
    if (status === 204) lines.push(...given)
    response.writeHead(status).end(status === 204 ? undefined : '{"message":"no"}')
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    lines,
    port: own,
    url: `http://127.0.0.1:${own}`,
    async kill() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Edge = Awaited<ReturnType<typeof memoryEdge>>

function start(edge: Edge, url: string, name: string, settleMs = 0, clock: Clock = systemClock) {
  const config = configure('influx', influxConfig, { name, url, signals: false, frames: true, settleMs })
  const plan = influxPlan(config, { env: {}, folder })
  const ports = { ...edge, clock }
  const sink = influxSink({ plan, writer: influxWriter(plan), positions: positionFile(join(folder, `${name}.json`)), ports })
  const abort = new AbortController()
  const running = sink.run(abort.signal)
  return {
    sink,
    async stop() {
      abort.abort()
      await running
    },
  }
}

const frame = (at: number) => ({ source: 'web 1', at, names: ['x{a="b c"}'], values: Float64Array.of(at), labels: {} })
const send = (edge: Edge, from: number, to: number) =>
  logSink({ ...edge, tenant: 'default' }).publish(Array.from({ length: to - from }, (_, i) => frame(from + i)))
const timesIn = (lines: readonly string[]) => new Set(lines.map((line) => Number(line.split(' ').at(-1))))

test('should write frames and signals as lines that are the same point when they come twice', () => {
  assert.equal(frameLines({ ...frame(5), labels: { region: 'eu' } }), ['x,a=b\\ c,region=eu,source=web\\ 1 value=5 5'])
  const [line] = signalLines({
    ...{ id: 'i', source: 's', metric: 'm', at: 7, phase: 'raised', method: 'ewma', severity: 'warning', score: 9, value: 1 },
    ...{ expected: 0, low: -1, high: 1, from: 5, hint: 'say "it"', held: null, rule: null },
  })
  assert.match(line, /^signal,method=ewma,metric=m,phase=raised,severity=warning,source=s /)
  assert.match(line, /score=9/)
  assert.match(line, /hint="say \\"it\\""/)
  assert.match(line, / 7$/)
})

test('should lose nothing when the server is killed and comes back, and go on from its position after a restart', async () => {
  const edge = await memoryEdge()
  const first = await receiver()
  await send(edge, 1, 101)
  const run = start(edge, first.url, 'killed')
  await until('the first lines are there', async () => timesIn(first.lines).size === 100)
  await first.kill()
  await send(edge, 101, 201)
  await until('it waits', async () => run.sink.status().error?.code === 'HS_INFLUX_UNREACHABLE')
  const second = await receiver(undefined, first.port)
  await until('the rest is acknowledged', async () => run.sink.status().written === 200)
  const { state, failures } = run.sink.status()
  assert.is(state, 'running')
  assert.ok(failures > 0)
  await run.stop()
  await send(edge, 201, 301)
  const again = start(edge, first.url, 'killed')
  await until('what came meanwhile is acknowledged', async () => again.sink.status().written === 100)
  await again.stop()
  const all = timesIn([...first.lines, ...second.lines])
  assert.is(all.size, 300)
  assert.is(second.lines.length, 200, 'nothing came twice that was acknowledged')
})

test('should write again what a server that failed had acknowledged shortly before', async () => {
  const edge = await memoryEdge()
  let now = 0
  const clock = { ...systemClock, now: () => now }
  const first = await receiver()
  const run = start(edge, first.url, 'forgetful', 15_000, clock)
  await send(edge, 1, 11)
  await until('the first lines are acknowledged', async () => run.sink.status().written === 10)
  now = 20_000
  await send(edge, 11, 21)
  await until('the next lines are acknowledged', async () => run.sink.status().written === 20)
  now = 34_000
  await first.kill()
  await send(edge, 21, 31)
  await until('it waits', async () => run.sink.status().error?.code === 'HS_INFLUX_UNREACHABLE')
  const second = await receiver(undefined, first.port)
  await until('all since then is there', async () => timesIn(second.lines).size === 20)
  assert.equal(Math.min(...timesIn(second.lines)), 11)
  await run.stop()
  const again = start(edge, first.url, 'forgetful', 15_000, clock)
  await until('a restart begins at what is settled', async () => again.sink.status().written === 20)
  await again.stop()
})

test('should leave out the line that the server does not want, and write the others', async () => {
  const edge = await memoryEdge()
  const server = await receiver((lines) => (lines.some((line) => line.endsWith(' 13')) ? 400 : 204))
  await send(edge, 1, 21)
  const run = start(edge, server.url, 'picky')
  await until('the others are acknowledged', async () => run.sink.status().written === 19)
  await run.stop()
  assert.equal([timesIn(server.lines).size, run.sink.status().leftOut], [19, 1])
})

test('should name what the server answers', async () => {
  const codes: Record<number, string> = {}
  for (const status of [401, 404, 400, 500, 503, 429]) {
    const server = await receiver(() => status)
    const plan = influxPlan(configure('influx', influxConfig, { url: server.url }), { env: {}, folder })
    codes[status] = await influxWriter(plan)
      .write(['a value=1 1'])
      .then(() => '', codeOf)
  }
  assert.equal(codes, {
    400: 'HS_INFLUX_REFUSED',
    401: 'HS_INFLUX_UNAUTHORIZED',
    404: 'HS_INFLUX_FOREIGN',
    429: 'HS_INFLUX_UNREACHABLE',
    500: 'HS_INFLUX_UNREACHABLE',
    503: 'HS_INFLUX_UNREACHABLE',
  })
})

test('should refuse settings that do not go together', () => {
  const wrong = [{ url: 'x' }, { url: 'http://me:p@h' }, { tokenFile: 'a', tokenEnv: 'b' }, { signals: false }]
  for (const given of wrong) {
    const config = configure('influx', influxConfig, { url: 'http://h', ...given })
    assert.throws(
      () => influxPlan(config, { env: {}, folder }),
      (error: unknown) => codeOf(error) === 'HS_CONFIG_INVALID',
    )
  }
})

test.run()
