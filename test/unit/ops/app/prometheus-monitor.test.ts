import { Registry } from 'prom-client'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { PollOutcome, QueryOutcome } from '../../../../connectors/sources/prometheus/poll.ts'
import { serverHealth } from '../../../../ops/app/part-health.ts'
import { prometheusMonitor } from '../../../../ops/app/prometheus-monitor.ts'
import type { ServiceLog } from '../../../../ops/app/service-log.ts'
import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const frame = { source: 'a', at: 60_000, names: ['x'], values: Float64Array.of(1), labels: {} }

function outcome(more: Partial<PollOutcome> = {}, query: Partial<QueryOutcome> = {}): PollOutcome {
  const queries = [{ index: 0, query: 'x', series: 1, dropped: {}, tookMs: 1, ...query }]
  return { at: 60_000, tookMs: 20, frames: [frame], queries, aheadMs: 100, cut: 0, ...more }
}

function failing(code: ErrorCode): PollOutcome {
  const error = new HomeostatError(code)
  return outcome({ frames: [], error }, { series: 0, error })
}

/** A monitor of one server that keeps the lines of the log. */
function watched() {
  const lines: string[] = []
  const write = (level: string) => (fields: { code?: string; query?: string }, message: string) =>
    void lines.push([level, fields.code, fields.query, message].filter((part) => part !== undefined).join(' '))
  const logger = { info: write('info'), warn: write('warn') } as unknown as ServiceLog // only these two are called
  const registry = new Registry()
  const monitor = prometheusMonitor(registry, logger)
  const tell = monitor.watch('prod')
  const metric = async (name: string) => {
    const { values = [] } = (await registry.getSingleMetric(`homeostat_prometheus_${name}`)?.get()) ?? {}
    return values.map(({ labels, value }) => [...Object.values(labels), value])
  }
  return { tell, lines, metric, health: () => serverHealth(monitor.servers()[0]) }
}

test('should write one line when a server begins to fail and one when it is over', () => {
  const { tell, lines, health } = watched()
  assert.equal(health(), { part: 'source:prometheus/prod', ok: true, state: 'starting' })
  for (const each of [outcome(), failing('HS_PROM_TIMEOUT'), failing('HS_PROM_UNREACHABLE'), failing('HS_PROM_TIMEOUT')])
    tell(each)
  assert.is(lines.length, 1)
  assert.match(lines[0], /^warn HS_PROM_TIMEOUT prometheus prod: /)
  const { ok, state, code } = health()
  assert.equal([ok, state, code], [false, 'failing', 'HS_PROM_TIMEOUT'])
  tell(outcome())
  tell(outcome())
  assert.equal(lines.slice(1), ['info the Prometheus server gives values again'])
  assert.equal([health().ok, health().state], [true, 'running'])
})

test('should tell a query that gives nothing apart from the server', () => {
  const { tell, lines, health } = watched()
  const refused = {
    index: 1,
    query: 'bad',
    series: 0,
    dropped: {},
    tookMs: 1,
    error: new HomeostatError('HS_PROM_QUERY_REFUSED'),
  }
  const { queries } = outcome()
  for (let i = 0; i < 3; i++) tell(outcome({ queries: [...queries, refused] }))
  assert.is(lines.length, 1)
  assert.match(lines[0], /^warn HS_PROM_QUERY_REFUSED bad /)
  assert.equal([health().ok, health().state], [false, 'degraded'])
})

test('should call a server with another time well, and say it', () => {
  const { tell, lines, health } = watched()
  tell(outcome({ aheadMs: -60_000 }))
  assert.equal([health().ok, health().state, health().code], [true, 'running', 'HS_PROM_CLOCK_SKEW'])
  assert.match(lines[0], /60 s behind/)
})

test('should count requests, failures, series and what was dropped', async () => {
  const { tell, metric } = watched()
  tell(outcome({ cut: 3 }, { dropped: { not_finite: 2, label_missing: 1 } }))
  tell(failing('HS_PROM_UNAUTHORIZED'))
  tell(outcome({ frames: [], queries: [], error: new HomeostatError('HS_PROM_FOREIGN') }))
  assert.equal(await metric('requests_total'), [['prod', 'x', 2]])
  assert.equal(await metric('series'), [['prod', 'x', 0]])
  assert.equal(await metric('failures_total'), [
    ['prod', 'x', 'HS_PROM_UNAUTHORIZED', 1],
    ['prod', '', 'HS_PROM_FOREIGN', 1],
  ])
  assert.equal(await metric('dropped_total'), [
    ['prod', '', 'over_limit', 3],
    ['prod', 'x', 'not_finite', 2],
    ['prod', 'x', 'label_missing', 1],
  ])
  assert.equal(await metric('last_success_timestamp_seconds'), [['prod', 60]])
  assert.equal(await metric('clock_ahead_seconds'), [['prod', 0.1]])
})

test.run()
