import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import { preview } from '../../connectors/sources/prometheus/discover/preview.ts'
import { propose } from '../../connectors/sources/prometheus/discover/propose.ts'
import { surveyServer } from '../../connectors/sources/prometheus/discover/survey.ts'
import { run } from '../../ops/cli/run.ts'
import { readSourcePlans } from '../../ops/config/read-source-plans.ts'
import { startPrometheus } from '../support/prometheus/start-prometheus.ts'
import { everyMetric } from '../unit/connectors/sources/prometheus/discover/every-metric.ts'
import { fakeTerminal } from '../unit/ops/cli/fake-terminal.ts'

const prometheus = await startPrometheus()
test.after(() => prometheus.stop())

async function connect(...args: string[]) {
  const terminal = fakeTerminal({ env: { PROM_URL: prometheus.url } })
  const code = await run(['connect', 'prometheus', ...args], terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

test('should recognise what real exporters give, each with a series and an example', async () => {
  const { code, out } = await connect(prometheus.url, '--json')
  assert.is(code, 0)
  const { version, targets, queries } = JSON.parse(out)
  assert.match(version, /^\d+\.\d+/)
  assert.equal(targets.map(({ job, up }: { job: string; up: boolean }) => [job, up]).sort(), [
    ['node', true],
    ['prometheus', true],
    ['redis', true],
  ])
  const useful = new Map<string, { series: number; example: { source: string } }>()
  for (const query of queries) if (query.series > 0) useful.set(`${query.of} ${query.name}`, query)
  for (const [key, source] of [
    ['targets target_down', prometheus.targets.node],
    ['requests throughput', 'prometheus'],
    ['requests error_rate', 'prometheus'],
    ['requests response_time_p99', 'prometheus'],
    ['node_exporter cpu_usage', prometheus.targets.node],
    ['node_exporter memory_usage', prometheus.targets.node],
    ['node_exporter load_average_1m', prometheus.targets.node],
    ['redis_exporter throughput', prometheus.targets.redis],
    ['redis_exporter memory_usage', prometheus.targets.redis],
  ]) {
    const found = useful.get(key)
    assert.ok(found, `${key} in ${[...useful.keys()].join(', ')}`)
    if (!key.startsWith('targets')) assert.is(found?.example.source, source, key)
  }
})

test('should show a preview, and write nothing unless it is told to', async () => {
  const { code, out } = await connect()
  assert.is(code, 0)
  assert.match(out, /^http:\/\/127\.0\.0\.1:\d+: version .*, [\d,]+ metrics, 3 targets$/m)
  assert.match(out, /^cpu_usage +node_exporter +instance +1 +127\.0\.0\.1:\d+ [\d.]+ %$/m)
  assert.match(out, /Nothing was written/)
})

test('should write a file that is asked for as it is, and never over another', async () => {
  const file = join(prometheus.folder, 'sources.yaml')
  const { code, err } = await connect(prometheus.url, '--name', 'prod', '--write', file)
  assert.is(code, 0, err)
  const {
    prometheus: [plan],
  } = await readSourcePlans(file, 'nowhere', {})
  assert.is(plan.name, 'prod')
  assert.ok(plan.queries.some(({ name, groupBy }) => name === 'cpu_usage' && groupBy[0] === 'instance'))
  const before = readFileSync(file, 'utf8')
  const again = await connect(prometheus.url, '--write', file)
  assert.equal([again.code, readFileSync(file, 'utf8') === before], [2, true])
  assert.match(again.err, /is not written over/)
})

test('should write the names of secrets, and not what is in them', async () => {
  const tokenFile = join(prometheus.folder, 'token')
  writeFileSync(tokenFile, 'very-secret')
  const file = join(prometheus.folder, 'with-token', 'sources.yaml')
  const terminal = fakeTerminal({ env: { HOMEOSTAT_PROMETHEUS_TOKEN: 'very-secret', HOMEOSTAT_PROMETHEUS_TENANT: 'team-a' } })
  assert.is(await run(['connect', 'prometheus', prometheus.url, '--write', file], terminal), 0, terminal.complained.join('\n'))
  const text = readFileSync(file, 'utf8')
  assert.match(text, /tokenEnv: HOMEOSTAT_PROMETHEUS_TOKEN/)
  assert.not.match(text + terminal.said.join() + terminal.complained.join(), /very-secret/)
  assert.is(statSync(join(prometheus.folder, 'with-token')).mode & 0o077, 0)
})

test('should say what answers where no Prometheus is', async () => {
  const exporter = await connect(`http://${prometheus.targets.node}`)
  assert.equal([exporter.code, /HS_PROM_FOREIGN/.test(exporter.err)], [3, true])
  const nobody = await connect('http://127.0.0.1:1')
  assert.equal([nobody.code, /HS_PROM_UNREACHABLE/.test(nobody.err)], [3, true])
})

test('should propose nothing that a real Prometheus does not understand', async () => {
  const client = prometheusClient({ url: prometheus.url, authorization: () => undefined })
  const {
    prometheus: [plan],
  } = await readSourcePlans(prometheus.url, 'nowhere', {})
  const real = await surveyServer(client, AbortSignal.timeout(10_000))
  const labels = new Map(everyMetric.map((metric) => [metric, ['job', 'service', 'namespace', 'code', 'grpc_code']]))
  const proposals = propose({ ...real, metrics: new Set(everyMetric), labels })
  assert.ok(proposals.length > 40, String(proposals.length))
  const tried = await preview(client, plan, proposals, Date.now(), AbortSignal.timeout(10_000))
  client.close()
  assert.equal(
    tried.filter(({ error }) => error && error.code !== 'HS_PROM_EMPTY').map(({ error }) => error?.message),
    [],
  )
})

test.run()
