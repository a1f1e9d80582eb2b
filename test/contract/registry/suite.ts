import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { Registry } from '../../../schemas/registry/registry.ts'

/** One place where schemas are kept. */
export interface RegistryPlace {
  /** A client of that place, as another process would have one. */
  open(): Promise<Registry>
}

export interface RegistryContractOptions {
  /** False where one process alone may register. */
  readonly manyWriters?: boolean
}

/**
 * What every registry must do. The place may hold the schemas of others, and ids count up with gaps.
 * Registers its tests with uvu; the caller runs them.
 */
export function registryContract(
  name: string,
  place: () => Promise<RegistryPlace>,
  { manyWriters = true }: RegistryContractOptions = {},
): void {
  const define = (sentence: string, body: (place: RegistryPlace) => Promise<void>) =>
    test(`should ${sentence} (${name})`, async () => body(await place()))

  define('give a schema one id for ever, in every process', async (there) => {
    const [one, subject] = [await there.open(), newName()]
    const id = await one.register(subject, record(subject, x))
    assert.ok(Number.isInteger(id) && id > 0, String(id))
    assert.is(await one.register(subject, record(subject, x)), id)
    assert.is(await (await there.open()).register(subject, record(subject, x)), id)
    assert.equal(shapeOf(await (await there.open()).schemaOf(id)), shapeOf(record(subject, x)))
  })

  define('not count comments as a part of a schema', async (there) => {
    const [registry, subject] = [await there.open(), newName()]
    const id = await registry.register(subject, record(subject, x))
    const commented = { ...record(subject, { ...x, doc: 'a number' }), doc: 'a record' }
    assert.is(await registry.register(subject, commented), id)
    assert.is((await registry.versions(subject)).length, 1)
  })

  define('give the versions of a subject from the first to the last', async (there) => {
    const [registry, subject] = [await there.open(), newName()]
    assert.equal(await registry.versions(subject), [])
    const first = await registry.register(subject, record(subject, x))
    const other = await registry.register(newName(subject), record(newName(subject), x))
    const second = await registry.register(subject, record(subject, x, y))
    assert.is(new Set([first, other, second]).size, 3)
    assert.ok(first < other && other < second, 'ids count up')
    assert.equal(
      (await registry.versions(subject)).map(({ id, version, subject }) => ({ id, version, subject })),
      [
        { id: first, version: 1, subject },
        { id: second, version: 2, subject },
      ],
    )
  })

  define('refuse a version that cannot read the latest one', async (there) => {
    const [registry, subject] = [await there.open(), newName()]
    await registry.register(subject, record(subject, x))
    const refused = registry.register(subject, record(subject, x, { name: 'must', type: 'string' }))
    assert.is(await codeFrom(refused), 'HS_SCHEMA_INCOMPATIBLE')
    assert.match(await messageFrom(registry.register(subject, record(subject, { name: 'x', type: 'string' }))), subject)
    assert.is((await registry.versions(subject)).length, 1)
  })

  define('refuse a version that cannot read an earlier one than the latest, and go on', async (there) => {
    const [registry, subject] = [await there.open(), newName()]
    await registry.register(subject, record(subject, x))
    await registry.register(subject, record(subject, x, y))
    const readsTheLatestAlone = record(subject, x, { name: 'y', type: 'int' })
    assert.is(await codeFrom(registry.register(subject, readsTheLatestAlone)), 'HS_SCHEMA_INCOMPATIBLE')
    await registry.register(subject, record(subject, x, y, { name: 'z', type: ['null', 'string'], default: null }))
    assert.is((await registry.versions(subject)).length, 3)
  })

  define('hold the first version of a subject to the same rule', async (there) => {
    const subject = newName()
    await (await there.open()).register(subject, record(subject, x))
    const later = (await there.open()).register(subject, record(subject, { name: 'x', type: 'string' }))
    assert.is(await codeFrom(later), 'HS_SCHEMA_INCOMPATIBLE')
  })

  define('say so when it does not know an id', async (there) => {
    assert.is(await codeFrom((await there.open()).schemaOf(2 ** 31 - 1)), 'HS_SCHEMA_UNKNOWN')
  })

  define('give one id to those who register the same at the same time, and two to those who do not', async (there) => {
    const one = await there.open()
    const other = manyWriters ? await there.open() : one
    const subject = newName()
    const same = await Promise.all([one, other, one, other].map((registry) => registry.register(subject, record(subject, x))))
    assert.is(new Set(same).size, 1)
    const fields = ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'int', default: 0 }))
    const clients = [one, other, one, other]
    const many = await Promise.all(fields.map((field, at) => clients[at].register(subject, record(subject, x, field))))
    assert.is(new Set([...same, ...many]).size, 5)
    for (const [at, id] of many.entries())
      assert.equal(shapeOf(await (await there.open()).schemaOf(id)), shapeOf(record(subject, x, fields[at])))
  })

  define('carry the records of one process to another', async (there) => {
    const writer = await createCodec({ registry: await there.open() })
    const reader = await createCodec({ registry: await there.open() })
    const bytes = writer.encode('Tick', { at: 5_000 })
    assert.ok(reader.knows(bytes))
    assert.equal(reader.decode(bytes), { type: 'Tick', value: { at: 5_000 } })
  })
}

export const x = { name: 'x', type: 'int' }
export const y = { name: 'y', type: 'int', default: 0 }

export function record(name: string, ...fields: object[]): object {
  return { type: 'record', name: name.slice(name.lastIndexOf('.') + 1), namespace: name.slice(0, name.lastIndexOf('.')), fields }
}

/** A name that nobody has used; beside another one when that is given. */
export function newName(beside?: string): string {
  return beside === undefined ? `contract.R${randomUUID().replaceAll('-', '')}` : `${beside}Other`
}

/** Layout and order of attributes are the server's business. */
export function shapeOf(schema: object): unknown {
  const { name, namespace, fields } = schema as { name?: unknown; namespace?: unknown; fields?: unknown } // compared, whatever they are
  return { name: namespace === undefined ? name : `${namespace}.${name}`, fields }
}

export async function codeFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'none', codeOf)
}

export async function messageFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'none', String)
}
