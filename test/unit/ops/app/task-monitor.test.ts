import { Registry } from 'prom-client'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { taskMonitor } from '../../../../ops/app/task-monitor.ts'
import { testStage } from '../../streams/runtime/support/fold-bench.ts'
import { teller } from '../../streams/runtime/support/teller.ts'

async function sums(registry: Registry, name: string): Promise<[object, number][]> {
  const metric = await registry.getSingleMetric(name)?.get()
  return (metric?.values ?? []).map(({ labels, value }) => [labels, value])
}

test('should count waits by topic and openings by how they went', async () => {
  const registry = new Registry()
  const observer = taskMonitor(registry, { warn() {} }).observer(testStage([teller({})]), 2)
  observer.opened?.('restored')
  observer.opened?.('resumed')
  observer.opened?.('resumed')
  observer.waitedFor?.(1)
  assert.equal(await sums(registry, 'homeostat_inputs_waited_total'), [
    [{ stage: 'test', partition: '2', topic: 'schedule.ticks' }, 1],
  ])
  assert.equal(await sums(registry, 'homeostat_task_openings_total'), [
    [{ stage: 'test', partition: '2', how: 'restored' }, 1],
    [{ stage: 'test', partition: '2', how: 'resumed' }, 2],
  ])
})

test('should count the records that were committed, not the offsets that went by', async () => {
  const registry = new Registry()
  const observer = taskMonitor(registry, { warn() {} }).observer(testStage([teller({})]), 0)
  observer.advanced([0, 0], 0)
  observer.advanced([40, 20], 0)
  observer.committed({ n: 1, records: 30, outputs: 2, letters: 0, latencyMs: 1, position: [40, 20] })
  assert.equal(await sums(registry, 'homeostat_records_total'), [[{ stage: 'test', partition: '0' }, 30]])
})

test.run()
