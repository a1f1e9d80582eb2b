import net from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { pageFolding } from '../../connectors/sources/scrape/page-folding.ts'
import { scrape } from '../../connectors/sources/scrape/scrape.ts'
import { scrapeClient } from '../../connectors/sources/scrape/scrape-client.ts'
import { scrapeConfig } from '../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../connectors/sources/scrape/scrape-plan.ts'
import { configure } from '../../schemas/core/config.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { startPrometheus } from '../support/prometheus/start-prometheus.ts'

const prometheus = await startPrometheus()
test.after(() => prometheus.stop())

/** A target as the source has it, asked when the test wants it. */
function target(job: keyof typeof prometheus.targets) {
  const [plan] = scrapePlans(configure('scrape', scrapeConfig, { urls: [`http://${prometheus.targets[job]}/metrics`] }), {
    env: {},
    folder: '.',
  })
  const client = scrapeClient(plan.server, plan.maxBytes)
  const folding = pageFolding(plan)
  test.after(() => client.close())
  return async () => {
    const at = Date.now()
    const stopping = new AbortController().signal
    const { frame, error } = await scrape(client, folding, { at, measuredAt: at, timeoutMs: 10_000, stopping })
    assert.is(error?.message, undefined)
    return { at, values: new Map(frame?.names?.map((name, i) => [name, Number(frame.values?.[i])])) }
  }
}

/** What Prometheus gives for an expression that has one series, now. */
async function asked(expression: string): Promise<number> {
  const answer = await fetch(`${prometheus.url}/api/v1/query_range?${rangeOf(expression)}`)
  const { data } = (await answer.json()) as { data: { result: readonly { values: readonly [number, string][] }[] } } // Prometheus' own form
  assert.is(data.result.length, 1, expression)
  return Number(data.result[0].values.at(-1)?.[1])
}

/** A range of one instant: instant queries themselves are what is counted below. */
function rangeOf(query: string): URLSearchParams {
  const now = String(Date.now() / 1_000)
  return new URLSearchParams({ query, start: now, end: now, step: '1' })
}

/** Resolves when Prometheus has scraped the target once more, with the instant from which that holds, in seconds. */
async function scrapedAgain(job: string): Promise<number> {
  const after = Date.now() / 1_000
  return until(`${job} is scraped again`, async () => {
    const at = await asked(`timestamp(up{job="${job}"})`)
    return at > after && at
  })
}

function near(actual: number | undefined, expected: number, share: number, what: string): void {
  assert.ok(Math.abs(Number(actual) - expected) <= share * Math.abs(expected), `${what}: ${actual}, expected ${expected}`)
}

test('should read the gauges of real exporters as Prometheus does', async () => {
  const [node, redis] = await Promise.all([target('node')(), target('redis')()])
  await Promise.all([scrapedAgain('node'), scrapedAgain('redis')])
  for (const [{ values }, metric, share] of [
    [node, 'node_memory_MemTotal_bytes', 0],
    [node, 'node_memory_MemAvailable_bytes', 0.2],
    [node, 'node_filefd_maximum', 0],
    [redis, 'redis_memory_max_bytes', 0],
    [redis, 'redis_up', 0],
  ] as const)
    near(values.get(metric), await asked(metric), share, metric)
  const [root] = [...node.values].filter(([name]) => /^node_filesystem_size_bytes\{.*mountpoint="\/"\}$/.test(name))
  near(root[1], await asked('node_filesystem_size_bytes{mountpoint="/"}'), 0, root[0])
})

test('should make the same growth of a real counter as Prometheus', async () => {
  const look = target('redis')
  await redisCommands(['SET counted 1'])
  const begin = await scrapedAgain('redis')
  const first = await look()
  await redisCommands(Array.from({ length: 200 }, () => 'GET counted'))
  const last = await look()
  const end = await scrapedAgain('redis')
  const grown = await asked(`redis_keyspace_hits_total @ ${end} - redis_keyspace_hits_total @ ${begin}`)
  assert.is(grown, 200)
  near((Number(last.values.get('redis_keyspace_hits_rate')) * (last.at - first.at)) / 1_000, grown, 1e-9, 'hits')
})

test('should make the same share of time of a real processor as Prometheus', async () => {
  const look = target('node')
  const begin = await scrapedAgain('node')
  await look()
  for (let rounds = 0; rounds < 4; rounds += 1) await scrapedAgain('node')
  const { values } = await look()
  const end = await scrapedAgain('node')
  const modes = [...values].filter(([name]) => /^node_cpu_seconds_rate\{cpu="0"/.test(name))
  assert.ok(modes.length >= 7, String(modes.length))
  const cpu = 'sum(node_cpu_seconds_total{cpu="0"}'
  const expected = await asked(`(${cpu} @ ${end}) - ${cpu} @ ${begin})) / ${end - begin}`)
  const ours = modes.reduce((sum, [, value]) => sum + value, 0)
  near(ours, expected, 0.2, 'seconds of a processor in a second')
})

test('should make the same quantiles of a real histogram as Prometheus', async () => {
  const look = target('prometheus')
  const begin = await scrapedAgain('prometheus')
  await look()
  for (let i = 0; i < 40; i += 1) {
    const query = encodeURIComponent(i % 4 === 0 ? '{__name__=~"node_.+"}' : 'vector(1)')
    await fetch(`${prometheus.url}/api/v1/query?query=${query}`).then((answer) => answer.text())
  }
  const { values } = await look()
  const end = await scrapedAgain('prometheus')
  const bucket = 'prometheus_http_response_size_bytes_bucket{handler="/api/v1/query"}'
  for (const [ending, q] of [
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99],
  ] as const) {
    const expected = await asked(`histogram_quantile(${q}, ${bucket} @ ${end} - ${bucket} @ ${begin})`)
    near(values.get(`prometheus_http_response_size_bytes_${ending}{handler="/api/v1/query"}`), expected, 1e-9, ending)
  }
  const [p50, p99] = ['p50', 'p99'].map((name) =>
    values.get(`prometheus_http_response_size_bytes_${name}{handler="/api/v1/query"}`),
  )
  assert.ok(Number(p99) > 10 * Number(p50), `${p50}, ${p99}: the answers differ in size`)
})

/** Sends commands to the Redis behind the exporter and waits for as many answers. */
function redisCommands(commands: readonly string[]): Promise<void> {
  const socket = net.connect({ port: prometheus.redisPort, host: '127.0.0.1' })
  return new Promise((resolve, reject) => {
    let answers = 0
    socket.on('error', reject)
    socket.on('data', (data) => {
      answers += String(data).match(/^[+$]/gm)?.length ?? 0
      if (answers < commands.length) return
      socket.destroy()
      resolve()
    })
    socket.write(commands.map((command) => `${command}\r\n`).join(''))
  })
}

test.run()
