import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createCodec } from '../../../../schemas/codec/create-codec.ts'
import { fullNames, recordSchemas } from '../../../../schemas/generated/records.ts'
import { embeddedRegistry } from '../../../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema } from '../../../../schemas/registry/registry.ts'
import { decodeSchemaEntry, encodeSchemaEntry } from '../../../../schemas/registry/schema-entry.ts'
import { codeThrown } from '../support/code-thrown.ts'
import { memoryRegistry } from '../support/memory-registry.ts'

const version = (...fields: object[]) => ({ type: 'record', name: 'a.R', fields })
const x = { name: 'x', type: 'int' }

test('should count ids from 1 in the order of registration, and versions in each subject', async () => {
  const registry = await memoryRegistry()
  assert.is(await registry.register('a.R', version(x)), 1)
  assert.is(await registry.register('b.S', { type: 'record', name: 'b.S', fields: [] }), 2)
  assert.is(await registry.register('a.R', version(x, { name: 'y', type: 'int', default: 0 })), 3)
  assert.equal(
    (await registry.versions('a.R')).map(({ id, version }) => [id, version]),
    [
      [1, 1],
      [3, 2],
    ],
  )
  assert.equal(await registry.versions('c.T'), [])
  assert.equal(await registry.schemaOf(1), version(x))
  assert.is(await registry.schemaOf(4).catch((error) => error.code), 'HS_SCHEMA_UNKNOWN')
})

test('should give a schema the id that it has, whatever its comments say and whoever asks at the same time', async () => {
  const entries: RegisteredSchema[] = []
  const registry = await memoryRegistry(entries)
  const commented = { ...version({ ...x, doc: 'a number' }), doc: 'a record' }
  const ids = await Promise.all([version(x), commented, version(x)].map((schema) => registry.register('a.R', schema)))
  assert.equal(ids, [1, 1, 1])
  assert.is(entries.length, 1)
})

test('should know after a restart what it knew before, and go on counting', async () => {
  const entries: RegisteredSchema[] = []
  await (await memoryRegistry(entries)).register('a.R', version(x))
  const again = await memoryRegistry(entries)
  assert.is(await again.register('a.R', version(x)), 1)
  assert.is(await again.register('a.R', version(x, { name: 'y', type: 'int', default: 0 })), 2)
})

test('should refuse a version that cannot read an earlier one, the first included, and go on', async () => {
  const entries: RegisteredSchema[] = []
  const registry = await memoryRegistry(entries)
  await registry.register('a.R', version(x, { name: 'y', type: 'string' }))
  await registry.register('a.R', version(x))
  const refused = await registry.register('a.R', version(x, { name: 'y', type: 'int', default: 0 })).catch((error) => error)
  assert.is(refused.code, 'HS_SCHEMA_INCOMPATIBLE')
  assert.match(refused.message, 'a.R: version 3 cannot read what version 1 wrote. Field y was written as string')
  assert.is(entries.length, 2)
  assert.is(await registry.register('a.R', version()), 3)
})

test('should find what another process has registered since', async () => {
  const entries: RegisteredSchema[] = []
  const reader = await memoryRegistry(entries)
  const id = await (await memoryRegistry(entries)).register('a.R', version(x))
  assert.equal(await reader.schemaOf(id), version(x))
  assert.is((await reader.versions('a.R')).length, 1)
})

test('should not know a schema that could not be saved', async () => {
  let full = true
  const registry = await embeddedRegistry({
    load: async () => [],
    save: async () => {
      if (full) throw new Error('disk full')
    },
  })
  assert.is(await registry.register('a.R', version(x)).catch((error) => error.message), 'disk full')
  assert.equal(await registry.versions('a.R'), [])
  full = false
  assert.is(await registry.register('a.R', version(x)), 1)
})

test('should hold every record once a codec was made, and nothing new for the next one', async () => {
  const entries: RegisteredSchema[] = []
  await createCodec({ registry: await memoryRegistry(entries) })
  assert.equal(
    entries.map((entry) => entry.subject),
    Object.values(fullNames),
  )
  await createCodec({ registry: await memoryRegistry(entries) })
  assert.is(entries.length, Object.keys(recordSchemas).length)
})

test('should refuse records of a schema that is registered and yet none of ours', async () => {
  const registry = await memoryRegistry()
  const codec = await createCodec({ registry })
  const id = await registry.register('a.R', version(x))
  const refused = await codec.learn(Buffer.from([0, 0, 0, 0, id, 2])).catch((error) => error)
  assert.is(refused.code, 'HS_SCHEMA_UNKNOWN')
  assert.match(refused.message, 'is of a.R')
  const twice = memoryRegistry([{ id: 99, subject: 'a.R', version: 1, schema: version(x, x) }])
  const other = await createCodec({ registry: await twice })
  assert.is(await other.learn(Buffer.from([0, 0, 0, 0, 99, 2])).catch((error) => error.code), 'HS_SCHEMA_UNSUPPORTED')
})

test('should put entries into the log so that they can be read without a registry', () => {
  const entry = { id: 12, subject: 'a.R', version: 3, schema: version(x) }
  const { key, value } = encodeSchemaEntry(entry)
  assert.is(key.toString(), '12')
  assert.equal(decodeSchemaEntry(value), entry)
  for (const wrong of ['', 'null', '{', '5', '{"id":1}', '{"id":"1","subject":"s","version":1,"schema":{}}']) {
    assert.is(
      codeThrown(() => decodeSchemaEntry(Buffer.from(wrong))),
      'HS_RECORD_MALFORMED',
    )
  }
})

test.run()
