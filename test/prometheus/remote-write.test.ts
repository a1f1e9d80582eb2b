import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { logSink } from '../../connectors/sources/log-sink.ts'
import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import { remoteWritePlugin } from '../../connectors/sources/remote-write/remote-write-plugin.ts'
import { startProgram } from '../../ops/bench/support/faults/start-program.ts'
import { noSourcePlans } from '../../ops/config/no-source-plans.ts'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { problemOf } from '../../schemas/core/problem.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { skipUnlessPrometheus } from '../support/prometheus/programs.ts'
import { memoryEdge } from '../unit/connectors/sources/memory-edge.ts'

skipUnlessPrometheus()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-remote-write-'))
const edge = await memoryEdge()
const inner = logSink({ ...edge, tenant: 'default' })
let refusals = 0
let written = 0
const app = Fastify()
app.setErrorHandler((error, _, reply) => {
  const { status, headers, body } = problemOf(error)
  return reply.status(status).headers(headers).send(body)
})
await app.register(
  remoteWritePlugin({
    plan: noSourcePlans().remoteWrite,
    sink: {
      async publish(frames) {
        if (written >= 5 && refusals < 3) {
          refusals += 1
          throw new HomeostatError('HS_INGEST_BUSY', { retryAfterMs: 1_000 })
        }
        return inner.publish(frames)
      },
    },
    onWrite: () => {
      written += 1
    },
  }),
)
const receiver = await app.listen({ host: '127.0.0.1', port: 0 })
const port = await choosePorts(0, 1)
const own = `127.0.0.1:${port}`
writeFileSync(
  join(folder, 'prometheus.yml'),
  `global: {scrape_interval: 1s}
remote_write: [{url: '${receiver}/api/v1/write', queue_config: {max_samples_per_send: 200, batch_send_deadline: 1s}}]
scrape_configs: [{job_name: self, static_configs: [{targets: ['${own}']}]}]
`,
)
const prometheus = await startProgram(folder, 'prometheus', {
  args: [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${own}`,
  ],
  isReady: (log) => log.includes('Server is ready to receive web requests'),
})
test.after(async () => {
  await prometheus.stop()
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const client = prometheusClient({ url: `http://${own}`, authorization: () => undefined })
test.after(() => client.close())

/** Values of a query by time, as Prometheus has them. */
async function known(query: string): Promise<readonly [seconds: number, value: string][]> {
  const { data } = await client.ask('/api/v1/query', { query }, AbortSignal.timeout(5_000))
  const { result } = data as { result: readonly { values?: [number, string][]; value?: [number, string] }[] }
  return result.flatMap(({ values, value }) => values ?? (value ? [value] : []))
}

const total = async (metric: string) => Number((await known(metric))[0]?.[1] ?? 0)

test('should lose nothing of what a real Prometheus writes, also when it is told to come again', async () => {
  const sent = await until('the refused samples were sent again', async () => {
    if (refusals < 3) return undefined
    const retried = await total('prometheus_remote_storage_samples_retried_total')
    return retried > 0 ? retried : undefined
  })
  assert.ok(sent >= 200, String(sent))
  const wanted = await known('scrape_samples_scraped[5m]')
  assert.ok(wanted.length >= 5, String(wanted.length))
  const missing = await until('all that Prometheus knew is in frames', async () => {
    const frames = await edge.frames()
    const got = new Set(
      frames.flatMap(({ source, at, metrics }) => {
        const value = source === own ? metrics['scrape_samples_scraped{job="self"}'] : undefined
        return value === undefined ? [] : [`${Math.floor(at / 100)} ${value}`]
      }),
    )
    const missing = wanted.filter(([seconds, value]) => !got.has(`${Math.floor(seconds * 10)} ${value}`))
    return missing.length === 0 ? missing : undefined
  })
  assert.equal(missing, [])
  assert.equal(
    [
      await total('prometheus_remote_storage_samples_failed_total'),
      await total('prometheus_remote_storage_samples_dropped_total'),
    ],
    [0, 0],
  )
  const frames = await edge.frames()
  const times = frames.map(({ source, at }) => `${source} ${at}`)
  assert.is(new Set(times).size, times.length, 'no frame stands in the place of another')
  const metrics = new Set(frames.flatMap(({ metrics }) => Object.keys(metrics)))
  for (const name of ['process_cpu_seconds_rate{job="self"}', 'go_goroutines{job="self"}', 'up{job="self"}'])
    assert.ok(metrics.has(name), name)
  assert.ok([...metrics].some((name) => name.startsWith('prometheus_http_request_duration_seconds_p99{')))
})

test.run()
