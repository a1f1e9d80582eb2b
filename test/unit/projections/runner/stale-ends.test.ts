import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals } from '../../../../projections/models/signals.ts'
import { projection } from '../../../../projections/runner/projection.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { catalogue, InsightSignals } from '../../../../schemas/topics.ts'
import type { PartitionInfo } from '../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../streams/runtime/log/memory/memory-log.ts'

import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { finding } from '../../streams/runtime/support/teller.ts'
import { hurriedClock } from '../support/hurried-clock.ts'

async function openWorld() {
  const log = createMemoryLog()
  await log.createTopics(catalogue.map((topic) => ({ topic, partitions: 1 })))
  const value = testCodec.encode('Signal', { ...finding(), id: 'one', held: null })
  await log.append([{ topic: InsightSignals.name, key: Buffer.from('default/s'), value }])
  const store = memoryStore()
  const rebuilt: string[] = []
  const run = async (partitions: () => Promise<readonly PartitionInfo[]>) => {
    const abort = new AbortController()
    const committed = () => abort.abort()
    const ports = { log: { ...log, partitions }, codec: testCodec, store, clock: hurriedClock() }
    const listener = { committed, rebuilding: (_: string, reason: string) => rebuilt.push(reason) }
    await projection(signals, ports, listener).run(abort.signal)
  }
  return { log, store, rebuilt, run }
}

test('should not rebuild when another runner has moved on since the ends of the log were read', async () => {
  const { log, rebuilt, run } = await openWorld()
  await run(log.partitions)
  assert.equal(rebuilt, ['new'])
  await log.append([{ topic: InsightSignals.name, key: Buffer.from('default/s'), value: null }])
  let stale = true
  await run(async () => {
    const infos = await log.partitions()
    const seen = stale ? infos.map((info) => ({ ...info, end: 0 })) : infos
    stale = false
    return seen
  })
  assert.equal(rebuilt, ['new'])
})

test('should rebuild when the log ends before the rows do', async () => {
  const { log, rebuilt, run } = await openWorld()
  await run(log.partitions)
  await run(async () => (await log.partitions()).map((info) => ({ ...info, end: 0 })))
  assert.equal(rebuilt, ['new', 'position'])
})

test.run()
