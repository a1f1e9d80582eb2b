import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { AvroField, AvroRecord } from '../../../../schemas/generation/avro-schema.ts'
import { readSchemas } from '../../../../schemas/generation/read-schemas.ts'
import { renderRecords } from '../../../../schemas/generation/render-records.ts'

const record = (name: string, ...fields: AvroField[]): AvroRecord => ({
  type: 'record',
  name,
  namespace: 'a.b',
  doc: 'What it is.',
  fields,
})

test('should be what stands in the generated file', () => {
  const stands = readFileSync(new URL('../../../../schemas/generated/records.ts', import.meta.url), 'utf8')
  assert.ok(
    stands === renderRecords(readSchemas()),
    'schemas/generated/records.ts is stale: run `node --import tsx schemas/generate.ts`',
  )
})

test('should make an interface of a record, with a line for each field', () => {
  const text = renderRecords([
    record(
      'R',
      { name: 'n', type: 'long', doc: 'How many.' },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'bytes', type: ['null', 'bytes'], default: null },
      { name: 'map', type: { type: 'map', values: 'double' } },
      { name: 'either', type: { type: 'array', items: ['null', 'string'] } },
      { name: 'phase', type: { type: 'enum', name: 'Phase', symbols: ['on', 'off'] } },
      {
        name: 'parts',
        type: { type: 'array', items: { type: 'record', name: 'Part', fields: [{ name: 'ok', type: 'boolean' }] } },
      },
      { name: 'more', type: { type: 'array', items: 'a.b.Part' } },
    ),
  ])
  assert.match(text, "export type Phase = 'on' | 'off'\n")
  assert.match(text, 'export interface Part {\n  readonly ok: boolean\n}\n')
  assert.match(
    text,
    `/** What it is. */
export interface R {
  /** How many. */
  readonly n: number
  readonly at: number
  readonly bytes: Buffer | null
  readonly map: Readonly<Record<string, number>>
  readonly either: readonly (string | null)[]
  readonly phase: Phase
  readonly parts: readonly Part[]
  readonly more: readonly Part[]
}`,
  )
  assert.match(text, "R: 'a.b.R'")
  assert.not.match(text, /Part: Part/)
})

test('should take a named type once when two records define it alike, and refuse it when they do not', () => {
  const withEnum = (name: string, symbols: string[]) => record(name, { name: 'e', type: { type: 'enum', name: 'E', symbols } })
  const text = renderRecords([withEnum('A', ['x']), withEnum('B', ['x'])])
  assert.is(text.split('export type E =').length, 2)
  assert.throws(() => renderRecords([withEnum('A', ['x']), withEnum('B', ['y'])]), /define E differently/)
})

test('should leave comments out of what is registered', () => {
  const text = renderRecords([record('R', { name: 'doc', type: 'string', doc: 'words' })])
  assert.match(text, 'R: {"type":"record","name":"R","namespace":"a.b","fields":[{"name":"doc","type":"string"}]}')
})

test.run()
