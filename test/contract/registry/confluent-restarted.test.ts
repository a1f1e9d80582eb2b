import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startRegistry } from '../../../ops/kafka/registry.ts'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import { recordedRegistry } from '../../../schemas/registry/recorded-registry.ts'
import { restoreIds } from '../../../schemas/registry/restore-ids.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { memoryStore } from './memory-store.ts'
import { codeFrom, messageFrom, newName, record, shapeOf, x, y } from './suite.ts'

skipUnlessKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-registry-'))
const server = await startRegistry({ folder })
test.after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
const remote = confluentRegistry({ url: server.url })
const store = memoryStore()
const tick = { type: 'Tick', value: { at: 5_000 } } as const
const foreign = `${newName()}-value`
let bytes: Buffer = Buffer.alloc(0)

test('should keep what is registered in the log, foreign schemas word for word, whatever numbers the server leaves out', async () => {
  const registry = await recordedRegistry({ remote, store })
  const codec = await createCodec({ registry })
  const subject = newName()
  await registry.register(subject, record(subject, x))
  await remote.put(newName(), record(subject, x)) // the same schema in a second subject: Apicurio counts on and gives the first number
  await registry.register(subject, record(subject, x, y))
  await registry.schemaOf(await remote.put(foreign, { ...record('elsewhere.R', x), doc: 'kept as it is' }))
  bytes = codec.encode(tick.type, tick.value)
  const ids = store.entries.map(({ id }) => id)
  assert.ok(Math.max(...ids) > ids.length, `there are gaps in ${ids}`)
})

test('should find at the start, and before anything is registered, that the registry has forgotten its ids', async () => {
  const running = await recordedRegistry({ remote, store })
  await server.restart()
  const subject = newName()
  assert.is(await codeFrom(running.register(subject, record(subject, x))), 'HS_REGISTRY_IDS_CHANGED')
  assert.is(await codeFrom(running.schemaOf(1_000)), 'HS_REGISTRY_IDS_CHANGED')
  assert.is(await codeFrom(recordedRegistry({ remote, store })), 'HS_REGISTRY_IDS_CHANGED')
  const subjects = await fetch(`${server.url}/subjects`)
  assert.equal(await subjects.json(), [], 'no id was given a second meaning')
})

test('should give the ids of the log back to an empty registry, and find nothing to do a second time', async () => {
  const restored = await restoreIds(remote, store.entries)
  assert.is(restored.restored, store.entries.length)
  assert.is(restored.kept, 0)
  assert.is(restored.filled, Math.max(...store.entries.map(({ id }) => id)) - store.entries.length)
  for (const { id, schema } of store.entries) assert.equal(shapeOf(await remote.schemaOf(id)), shapeOf(schema))
  assert.is((await remote.versions(foreign))[0]?.id, store.entries.at(-1)?.id)
  const again = await restoreIds(remote, store.entries)
  assert.equal(again, { restored: 0, kept: store.entries.length, filled: 0 })

  const registry = await recordedRegistry({ remote, store })
  const codec = await createCodec({ registry })
  assert.equal(codec.decode(bytes), tick)
  const weaker = record('homeostat.runtime.Tick', { name: 'must', type: 'string' })
  assert.is(await codeFrom(registry.register('homeostat.runtime.Tick', weaker)), 'HS_SCHEMA_INCOMPATIBLE')
})

test('should go on where a restoration stopped', async () => {
  await server.restart()
  const half = store.entries.slice(0, 7)
  await restoreIds(remote, half)
  const rest = await restoreIds(remote, store.entries)
  assert.is(rest.kept, half.length)
  assert.is(rest.restored, store.entries.length - half.length)
  await recordedRegistry({ remote, store })
})

test('should name both meanings when the ids were given to others, and restore nothing over them', async () => {
  await server.restart()
  const squatter = newName()
  await remote.put(squatter, record(squatter, x))
  const refused = await messageFrom(recordedRegistry({ remote, store }))
  const first = store.entries.find(({ id }) => id === 1)
  assert.match(refused, `the id 1 is ${squatter} with another form, in the log it is version 1 of ${first?.subject}`)
  assert.is(await codeFrom(restoreIds(remote, store.entries)), 'HS_REGISTRY_IDS_CHANGED')
  const subjects = await fetch(`${server.url}/subjects`)
  assert.equal(await subjects.json(), [squatter])
})

test.run()
