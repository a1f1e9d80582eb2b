import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { Installation } from '../../../../../../schemas/topics.ts'
import type { InstallationPorts } from '../../../../../../streams/runtime/log/kafka/installation-topic.ts'
import { ensureLogId, renewLogId } from '../../../../../../streams/runtime/log/kafka/log-id.ts'
import { createMemoryLog } from '../../../../../../streams/runtime/log/memory/memory-log.ts'

async function given(): Promise<InstallationPorts> {
  const log = createMemoryLog()
  await log.createTopics([{ topic: Installation, partitions: 1 }])
  return { read: (from) => log.read(Installation.name, 0, from), append: (records) => log.append(records), now: () => 0 }
}

test('should keep the id that was made first', async () => {
  const ports = await given()
  const id = await ensureLogId(ports)
  assert.match(id, /^[0-9a-f-]{36}$/)
  assert.is(await ensureLogId(ports), id)
})

test('should agree when several start at the same time', async () => {
  const ports = await given()
  const ids = await Promise.all([ensureLogId(ports), ensureLogId(ports), ensureLogId(ports)])
  assert.is(new Set(ids).size, 1)
})

test('should agree when several renew at the same time, on another id', async () => {
  const ports = await given()
  const first = await ensureLogId(ports)
  const ids = await Promise.all([renewLogId(ports), renewLogId(ports)])
  assert.is(new Set(ids).size, 1)
  assert.is.not(ids[0], first)
  assert.is(await ensureLogId(ports), ids[0])
})

test('should take a given id when there is none yet, and refuse another', async () => {
  const ports = await given()
  assert.is(await ensureLogId(ports, 'fixed'), 'fixed')
  assert.is(await ensureLogId(ports, 'fixed'), 'fixed')
  assert.is(await ensureLogId(ports, 'other').then(() => 'none', codeOf), 'HS_LOG_ID_FOREIGN')
})

test('should pass over what is not a link', async () => {
  const ports = await given()
  for (const value of ['', '{', 'null', '7', '{"id":1,"replaces":null}', '{"id":"x"}'])
    await ports.append([{ topic: Installation.name, key: null, value: Buffer.from(value) }])
  await ports.append([{ topic: Installation.name, key: null, value: null }])
  assert.is(await ensureLogId(ports, 'fixed'), 'fixed')
})

test.run()
