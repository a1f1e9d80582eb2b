import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findQueries } from '../../../../../../connectors/sources/prometheus/discover/find-queries.ts'
import { propose } from '../../../../../../connectors/sources/prometheus/discover/propose.ts'
import { redFamilies } from '../../../../../../connectors/sources/prometheus/discover/red-families.ts'
import { type Survey, surveyServer } from '../../../../../../connectors/sources/prometheus/discover/survey.ts'
import { prometheusConfig } from '../../../../../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../../../../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { sensorOf } from '../../../../../../schemas/telemetry/sensors.ts'
import { type Answering, reply, standIn } from '../stand-in.ts'
import { everyMetric } from './every-metric.ts'

function survey(metrics: readonly string[], labels: Record<string, readonly string[]> = {}): Survey {
  return { version: '', metrics: new Set(metrics), labels: new Map(Object.entries(labels)), targets: undefined, window: '2m' }
}

function found(of: string, metrics: readonly string[], labels?: Record<string, readonly string[]>) {
  return propose(survey(metrics, labels)).filter((one) => one.of === of)
}

test('should propose nothing for metrics that it does not know', () => {
  assert.equal(propose(survey(['go_goroutines', 'my_own_metric', 'promhttp_metric_handler_requests_total'])), [])
})

test('should recognise every exporter that it says it knows', () => {
  const all = propose(survey(everyMetric))
  assert.equal(
    [...new Set(all.map(({ of }) => of))],
    ['targets', 'requests', 'node_exporter', 'postgres_exporter', 'redis_exporter', 'blackbox_exporter', 'kube-state-metrics'],
  )
  for (const { query } of all) {
    const sensor = sensorOf(query.name)
    assert.equal([query.unit, query.direction], [sensor?.unit ?? '', sensor?.direction ?? ''], query.name)
    for (const label of query.groupBy) assert.match(query.expression, new RegExp(`by \\([^)]*\\b${label}\\b`), query.name)
  }
})

test('should watch rate, errors and duration of a service, by its job', () => {
  const metrics = ['http_requests_total', 'http_request_duration_seconds_bucket', 'http_requests_in_flight']
  const queries = found('requests', metrics, { http_requests_total: ['__name__', 'job', 'code'] })
  assert.equal(
    queries.map(({ query }) => [query.name, ...query.groupBy]),
    [
      ['throughput', 'job'],
      ['error_rate', 'job'],
      ['response_time_p95', 'job'],
      ['response_time_p99', 'job'],
      ['request_queue', 'job'],
    ],
  )
  assert.is(
    queries[1].query.expression,
    '(sum by (job) (rate(http_requests_total{code=~"5..|5xx"}[2m])) or 0 * sum by (job) (rate(http_requests_total[2m])))',
  )
})

test('should take the label of the service where there is one, and tell a second family apart', () => {
  const labels = { grpc_server_handled_total: ['job', 'namespace', 'service', 'grpc_code'], http_requests_total: ['job'] }
  const queries = found('requests', ['grpc_server_handled_total', 'http_requests_total'], labels)
  assert.equal(
    queries.map(({ query }) => [query.name, ...query.groupBy]),
    [
      ['throughput', 'job'],
      ['throughput', 'namespace', 'service'],
      ['error_rate', 'namespace', 'service'],
    ],
  )
  assert.match(queries[2].query.expression, /^label_replace\(.*grpc_code=~"Unknown\|.*, "of", "grpc_server", "", ""\)$/)
})

test('should know what frameworks call their requests', () => {
  const names = (...metrics: string[]) =>
    redFamilies(new Set(metrics)).map(({ name, counter, histogram }) => [name, counter, histogram])
  assert.equal(names('http_server_requests_seconds_bucket'), [['http_server', undefined, 'http_server_requests_seconds_bucket']])
  assert.equal(names('grpc_server_handled_total', 'grpc_server_handling_seconds_bucket'), [
    ['grpc_server', 'grpc_server_handled_total', 'grpc_server_handling_seconds_bucket'],
  ])
  assert.equal(names('traefik_service_requests_total', 'traefik_service_request_duration_seconds_bucket'), [
    ['traefik_service', 'traefik_service_requests_total', 'traefik_service_request_duration_seconds_bucket'],
  ])
  assert.equal(names('node_disk_flush_requests_total', 'gc_pause_seconds_bucket'), [])
})

/** A server that knows some metrics and nothing else, as those do that only store. */
function storing(names: readonly string[]): Answering {
  return (request, response, form) => {
    const data = request.url?.startsWith('/api/v1/label/__name__/values') ? names : { resultType: 'vector', result: [] }
    const known = /\/(values|query|labels)/.test(request.url ?? '')
    reply(known ? 200 : 404, known ? JSON.stringify({ status: 'success', data }) : 'not here')(request, response, form)
  }
}

test('should do without what a server that only stores does not tell', async () => {
  const server = await standIn(storing(['up', 'http_requests_total']))
  const { version, metrics, targets, window } = await surveyServer(server.client, AbortSignal.timeout(5_000))
  assert.equal([version, [...metrics], targets, window], ['', ['up', 'http_requests_total'], undefined, '5m'])
  const plan = prometheusPlan(configure('prometheus', prometheusConfig, { url: server.url }), { env: {}, folder: '.' })
  const nothing = await findQueries(server.client, plan, Date.now(), AbortSignal.timeout(5_000)).catch((error: unknown) => error)
  assert.is(codeOf(nothing), 'HS_PROM_EMPTY')
  await server.close()
})

test('should take the time of a rate from the slowest target', async () => {
  const targets = ['15s', '1m30s'].map((scrapeInterval) => ({
    labels: { job: 'a', instance: 'b' },
    health: 'up',
    scrapeInterval,
  }))
  const server = await standIn((request, response, form) => {
    const data = request.url?.includes('/targets') ? { activeTargets: targets } : []
    reply(200, JSON.stringify({ status: 'success', data }))(request, response, form)
  })
  assert.is((await surveyServer(server.client, AbortSignal.timeout(5_000))).window, '6m')
  await server.close()
})

test.run()
