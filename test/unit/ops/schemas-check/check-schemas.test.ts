import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acceptHistory, checkSchemas, type SchemaFolders } from '../../../../ops/schemas-check/check-schemas.ts'
import { describeSchema, describeSchemas } from '../../../../ops/schemas-check/describe-schema.ts'

const test = suite<SchemaFolders & { root: string }>('check-schemas')

test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'schemas-'))
  Object.assign(context, { schemas: join(context.root, 'schemas'), history: join(context.root, 'schemas', 'history') })
  mkdirSync(join(context.root, 'schemas', 'domain'), { recursive: true })
})

test.after.each((context) => rmSync(context.root, { recursive: true }))

const x = { name: 'x', type: 'int', doc: 'A number.' }

function write(folders: SchemaFolders, ...fields: object[]): void {
  writeFileSync(join(folders.schemas, 'domain', 'R.avsc'), JSON.stringify({ type: 'record', name: 'R', namespace: 'a', fields }))
}

test('should find nothing wrong with the schemas of this installation', () => {
  assert.equal(checkSchemas(), [])
})

test('should accept what is new and what has changed, without comments', (folders) => {
  write(folders, x)
  assert.equal(
    checkSchemas(folders).map((finding) => finding.problem),
    ['unaccepted'],
  )
  assert.equal(acceptHistory(folders), [])
  assert.equal(checkSchemas(folders), [])
  write(folders, x, { name: 'y', type: 'string', default: '' })
  assert.is(checkSchemas(folders).length, 1)
  assert.equal(acceptHistory(folders), [])
  const second = JSON.parse(readFileSync(join(folders.history, 'a.R', '2.avsc'), 'utf8'))
  assert.equal(second.fields, [
    { name: 'x', type: 'int' },
    { name: 'y', type: 'string', default: '' },
  ])
  assert.equal(checkSchemas(folders), [])
})

test('should not accept what cannot read an earlier version, or was removed', (folders) => {
  write(folders, x)
  acceptHistory(folders)
  write(folders, { ...x, type: 'string' })
  assert.equal(
    acceptHistory(folders).map((finding) => finding.problem),
    ['incompatible'],
  )
  rmSync(join(folders.schemas, 'domain', 'R.avsc'))
  assert.equal(
    acceptHistory(folders).map((finding) => finding.problem),
    ['removed'],
  )
})

test('should compare ten versions in the order of their numbers', (folders) => {
  for (let count = 1; count <= 11; count++) {
    write(folders, ...Array.from({ length: count }, (_, index) => ({ name: `f${index}`, type: 'int', default: 0 })))
    assert.equal(acceptHistory(folders), [])
  }
  assert.equal(checkSchemas(folders), [])
})

test('should describe a record by its short and its full name', () => {
  const signal = describeSchema('Signal')
  assert.equal(describeSchema('homeostat.sense.Signal'), signal)
  assert.equal(signal.topics, ['insight.signals'])
  const types = Object.fromEntries(signal.fields.map((field) => [field.name, field.type]))
  assert.equal([types.at, types.held, types.score], ['timestamp-millis', 'string | null', 'double'])
  assert.match(types.phase, 'raised | cleared')
  assert.is(describeSchema('Frame').fields.find((field) => field.name === 'metrics')?.type, 'map<double>')
  assert.is(describeSchema('Snapshot').fields.find((field) => field.name === 'states')?.type, 'array<ProcessorState>')
})

test('should name what there is when a record is not known', () => {
  assert.throws(
    () => describeSchema('Nothing'),
    (error: Error) => error.message.includes('Signal') && 'code' in error && error.code === 'HS_NOT_FOUND',
  )
  assert.ok(describeSchemas().length > 10)
})

test.run()
