import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { logSink } from '../../connectors/sources/log-sink.ts'
import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import { findQueries } from '../../connectors/sources/prometheus/discover/find-queries.ts'
import type { PollOutcome } from '../../connectors/sources/prometheus/poll.ts'
import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { type PrometheusPlan, prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { prometheusSource } from '../../connectors/sources/prometheus/prometheus-source.ts'
import { statusAfter } from '../../connectors/sources/prometheus/status.ts'
import { configure } from '../../schemas/core/config.ts'
import { startPrometheus } from '../support/prometheus/start-prometheus.ts'
import { memoryEdge } from '../unit/connectors/sources/memory-edge.ts'

const prometheus = await startPrometheus()
test.after(() => prometheus.stop())

function planOf(queries: readonly object[]): PrometheusPlan {
  const given = { name: 'real', url: prometheus.url, everyMs: 1_000, timeoutMs: 900, queries }
  return prometheusPlan(configure('prometheus', prometheusConfig, given), { env: {}, folder: '.' })
}

/** Asks at every second until the outcome is as wanted; the frames of all of it. */
async function pollUntil(plan: PrometheusPlan, isWanted: (outcome: PollOutcome, polls: number) => boolean) {
  const edge = await memoryEdge()
  const client = prometheusClient(plan.server)
  let polls = 0
  let reached = () => {}
  const wanted = new Promise<void>((resolve) => {
    reached = resolve
  })
  const source = prometheusSource({
    plan,
    client,
    onPoll(outcome) {
      polls += 1
      if (isWanted(outcome, polls)) reached()
    },
    findQueries: (signal) => findQueries(client, plan, Date.now(), signal),
  })
  await source.start(logSink({ ...edge, tenant: 'default' }))
  await wanted
  await source.stop()
  return edge.frames()
}

test('should make one frame a target and second out of the answers of a real server', async () => {
  const plan = planOf([
    { name: 'memory_usage', expression: '100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)' },
    { name: 'disk_usage', expression: 'max by (instance, mountpoint) (node_filesystem_size_bytes{mountpoint="/"}) * 0 + 42' },
    { name: 'clients', expression: 'max by (instance) (redis_connected_clients)' },
    { name: 'targets', expression: 'scalar(count(up))', groupBy: [] },
    { name: 'not_a_number', expression: '0 * up / 0' },
    { name: 'wrong', expression: 'sum(rate(' },
  ])
  const outcomes: PollOutcome[] = []
  const frames = await pollUntil(plan, (outcome, polls) => {
    outcomes.push(outcome)
    return polls === 3
  })
  const times = [...new Set(frames.map(({ at }) => at))]
  assert.ok(times.length >= 2 && times.every((at) => at % 1_000 === 0), times.join())
  const host = frames.find(({ source }) => source === prometheus.targets.node)
  assert.equal(Object.keys(host?.metrics ?? {}), ['disk_usage{mountpoint="/"}', 'memory_usage{job="node"}'])
  assert.is(host?.metrics['disk_usage{mountpoint="/"}'], 42)
  assert.equal(
    frames.filter(({ source }) => source === 'real').map(({ metrics }) => metrics.targets),
    times.map(() => 3),
  )
  const [{ queries }] = outcomes
  assert.equal(
    queries.map(({ dropped, error }) => [dropped.not_finite ?? 0, error?.code]),
    [
      [0, undefined],
      [0, undefined],
      [0, undefined],
      [0, undefined],
      [3, 'HS_PROM_EMPTY'],
      [0, 'HS_PROM_QUERY_REFUSED'],
    ],
  )
  assert.is(statusAfter(outcomes[0]).state, 'degraded')
})

test('should look for queries itself where none are named', async () => {
  const frames = await pollUntil(planOf([]), ({ frames }) => frames.length >= 3)
  const host = frames.find(({ source }) => source === prometheus.targets.node)
  assert.ok(Number(host?.metrics.cpu_usage) >= 0, JSON.stringify(host))
})

test('should see that a service has stopped', async () => {
  await prometheus.redis.kill()
  const plan = planOf([{ name: 'target_down', expression: '1 - min by (instance) (redis_up)' }])
  const frames = await pollUntil(plan, ({ frames }) => frames[0]?.values[0] === 1)
  assert.equal([frames.at(-1)?.source, frames.at(-1)?.metrics.target_down], [prometheus.targets.redis, 1])
})

test.run()
