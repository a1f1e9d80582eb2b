import avsc from 'avsc'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ByteReader } from '../../../../schemas/codec/byte-reader.ts'
import { compileReader } from '../../../../schemas/codec/compile-reader.ts'
import { schemaNode } from '../../../../schemas/codec/schema-node.ts'
import { codeThrown } from '../support/code-thrown.ts'

const record = (fields: readonly object[]) => ({ type: 'record', name: 'R', fields })
const field = (type: unknown, fallback?: unknown) => ({
  name: 'f',
  type,
  ...(fallback === undefined ? {} : { default: fallback }),
})

/** What a value that was written with one schema is when it is read with another. */
function reread(writer: unknown, value: unknown, reader: unknown): unknown {
  const bytes = avsc.Type.forSchema(writer as avsc.Schema).toBuffer(value)
  const input = new ByteReader().reset(bytes, 0)
  const read = compileReader(schemaNode(writer), schemaNode(reader))(input)
  input.finish()
  return read
}

test('should promote numbers, and texts to bytes and back', () => {
  assert.is(reread('int', 5, 'long'), 5)
  assert.is(reread('int', 5, 'double'), 5)
  assert.is(reread('long', 5, 'float'), 5)
  assert.is(reread('float', 0.5, 'double'), 0.5)
  assert.equal(reread('string', 'ä', 'bytes'), Buffer.from('ä'))
  assert.is(reread('bytes', Buffer.from('ä'), 'string'), 'ä')
  assert.is(reread('boolean', true, 'boolean'), true)
})

test('should refuse types that do not fit, naming the field', () => {
  for (const [writer, reader] of [
    ['long', 'int'],
    ['double', 'float'],
    ['string', 'int'],
    ['null', 'string'],
    ['int', { type: 'array', items: 'int' }],
  ]) {
    assert.is(
      codeThrown(() => compileReader(schemaNode(writer), schemaNode(reader))),
      'HS_SCHEMA_INCOMPATIBLE',
    )
  }
  const nested = (type: string) => record([field({ type: 'array', items: { type: 'record', name: 'I', fields: [field(type)] } })])
  assert.throws(
    () => compileReader(schemaNode(nested('string')), schemaNode(nested('int'))),
    /Field f\[\]\.f was written as string/,
  )
})

test('should read fields by name, leave out what is not wanted and fill in what is missing', () => {
  const writer = record([
    { name: 'gone', type: { type: 'array', items: { type: 'map', values: ['null', 'long'] } } },
    { name: 'big', type: 'long' },
    { name: 'pair', type: { type: 'record', name: 'P', fields: [{ name: 'x', type: { type: 'fixed', name: 'F', size: 3 } }] } },
    field('int'),
  ])
  const reader = record([
    { name: 'bytes', type: 'bytes', default: '\u00ff' },
    { name: 'list', type: { type: 'array', items: 'int' }, default: [1] },
    { name: 'map', type: { type: 'map', values: 'int' }, default: { a: 1 } },
    { name: 'maybe', type: ['null', 'string'], default: null },
    { name: 'inner', type: { type: 'record', name: 'N', fields: [{ name: 'x', type: 'bytes' }] }, default: { x: 'a' } },
    field('long'),
  ])
  const value = { gone: [{ a: { long: 7 } }, {}], big: 2 ** 52, pair: { x: Buffer.from('abc') }, f: 5 }
  const bytes = avsc.Type.forSchema(writer as avsc.Schema, { wrapUnions: 'always' }).toBuffer(value)
  const read = compileReader(schemaNode(writer), schemaNode(reader))
  const result = read(new ByteReader().reset(bytes, 0)) as Record<string, unknown> // a record
  assert.equal(
    { ...result, map: { ...(result.map as object) } },
    {
      bytes: Buffer.from([255]),
      list: [1],
      map: { a: 1 },
      maybe: null,
      inner: { x: Buffer.from('a') },
      f: 5,
    },
  )
  assert.is.not((read(new ByteReader().reset(bytes, 0)) as typeof result).list, result.list)
})

test('should pass over a long that a number cannot hold when nobody wants it', () => {
  const bytes = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 10])
  const read = compileReader(
    schemaNode(record([{ name: 'hash', type: 'long' }, field('int')])),
    schemaNode(record([field('int')])),
  )
  assert.equal(read(new ByteReader().reset(bytes, 0)), { f: 5 })
})

test('should need a default for a field that was not written', () => {
  assert.is(
    codeThrown(() => compileReader(schemaNode(record([])), schemaNode(record([field('int')])))),
    'HS_SCHEMA_INCOMPATIBLE',
  )
})

test('should read unknown symbols as the default of the enum', () => {
  const written = { type: 'enum', name: 'E', symbols: ['a', 'b'] }
  assert.is(reread(written, 'b', { type: 'enum', name: 'E', symbols: ['b'], default: 'b' }), 'b')
  assert.is(reread(written, 'a', { type: 'enum', name: 'E', symbols: ['b', 'x'], default: 'x' }), 'x')
  assert.is(
    codeThrown(() => reread(written, 'a', { type: 'enum', name: 'E', symbols: ['b'] })),
    'HS_RECORD_MALFORMED',
  )
  const node = schemaNode(written)
  assert.is(
    codeThrown(() => compileReader(node, node)(new ByteReader().reset(Buffer.from([8]), 0))),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => compileReader(node, node)(new ByteReader().reset(Buffer.from([1]), 0))),
    'HS_RECORD_MALFORMED',
  )
})

test('should read unions into unions and out of them', () => {
  assert.is(reread('string', 'a', ['null', 'string']), 'a')
  assert.is(reread('int', 5, ['null', 'double']), 5)
  assert.is(reread(['null', 'string'], null, ['string', 'null']), null)
  assert.is(reread(['int', 'null'], 5, ['null', 'long']), 5)
  assert.is(
    codeThrown(() => reread(['int', 'null'], null, ['long', 'string'])),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => reread(['int', 'null'], 5, 'long')),
    'HS_SCHEMA_INCOMPATIBLE',
  )
  assert.is(
    codeThrown(() => reread('int', 5, ['null', 'string'])),
    'HS_SCHEMA_INCOMPATIBLE',
  )
  const node = schemaNode(['null', 'int'])
  assert.is(
    codeThrown(() => compileReader(node, node)(new ByteReader().reset(Buffer.from([4]), 0))),
    'HS_RECORD_MALFORMED',
  )
})

test('should refuse values outside their type', () => {
  const read = (type: string, bytes: number[]) =>
    compileReader(schemaNode(type), schemaNode(type))(new ByteReader().reset(Buffer.from(bytes), 0))
  assert.is(
    codeThrown(() => read('boolean', [2])),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => read('int', [0x80, 0x80, 0x80, 0x80, 0x20])),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() =>
      read(
        'long',
        Array.from({ length: 11 }, () => 0x80),
      ),
    ),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => read('string', [4, 0xc3, 0x28])),
    'HS_RECORD_MALFORMED',
  )
  assert.is(read('string', [6, 0xef, 0xbf, 0xbd]), '\ufffd')
})

test('should refuse a schema that contains itself, an unknown name and items without a size', () => {
  const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] }
  const wrong = [
    list,
    'someone.Else',
    { type: 'array', items: 'Gone' },
    5,
    { type: 'record', name: 'R' },
    { type: 'enum', name: 'E' },
  ]
  for (const schema of wrong)
    assert.is(
      codeThrown(() => schemaNode(schema)),
      'HS_SCHEMA_UNSUPPORTED',
    )
  const nothings = schemaNode({ type: 'array', items: 'null' })
  assert.is(
    codeThrown(() => compileReader(nothings, nothings)),
    'HS_SCHEMA_UNSUPPORTED',
  )
})

test('should find named types by full name and by their name in the namespace', () => {
  const inner = { type: 'record', name: 'I', fields: [field('int')] }
  const by = (name: string) => ({
    type: 'record',
    name: 'a.b.R',
    fields: [
      { name: 'x', type: inner },
      { name: 'y', type: name },
    ],
  })
  const value = { x: { f: 1 }, y: { f: 2 } }
  for (const name of ['I', 'a.b.I']) assert.equal(reread(by(name), value, by(name)), value)
})

test.run()
