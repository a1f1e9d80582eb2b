import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../streams/runtime/log/memory/memory-log.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { foldHistory } from './support/fold-history.ts'

const id = 'same-tape'
const folder = mkdtempSync(join(tmpdir(), 'homeostat-same-tape-'))
const kafka = await startKafka()
test.after(async () => {
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function outputsOn(log: Log) {
  try {
    return await foldHistory(log)
  } finally {
    await log.close()
  }
}

const inMemory = await outputsOn(createMemoryLog({ id }))

test('should say something in each topic, so that being equal says something too', () => {
  for (const [topic, outputs] of Object.entries(inMemory)) assert.ok(outputs.length >= 8, `${topic}: ${outputs.length} outputs`)
})

test('should say the same over the embedded log, byte for byte', async () => {
  assert.equal(await outputsOn(await openEmbeddedLog(join(folder, 'log'), { id })), inMemory)
})

test('should say the same over Kafka, byte for byte', async () => {
  const log = await openKafkaLog({ brokers: kafka.brokers, prefix: `${randomUUID()}.`, id, sessionTimeoutMs: 3_000 })
  assert.equal(await outputsOn(log), inMemory)
})

test('should call its outputs otherwise in another log', async () => {
  const other = await outputsOn(createMemoryLog({ id: 'another' }))
  assert.is.not(JSON.stringify(other), JSON.stringify(inMemory))
})

test.run()
