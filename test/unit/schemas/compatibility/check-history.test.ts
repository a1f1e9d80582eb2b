import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkHistory } from '../../../../schemas/compatibility/check-history.ts'

const record = (...fields: object[]) => ({ type: 'record', name: 'a.R', fields })
const x = { name: 'x', type: 'int' }
const symbols = (...names: string[]) => ({ name: 'e', type: { type: 'enum', name: 'E', symbols: names } })

function problems(current: object, ...versions: object[]): string[] {
  return checkHistory(new Map([['a.R', current]]), new Map([['a.R', versions]])).map((finding) => finding.problem)
}

test('should find nothing when the newest version is the current one, whatever the comments say', () => {
  assert.equal(problems(record({ ...x, doc: 'new words' }), record(), record(x)), [])
})

test('should want a change to be accepted, and a new record', () => {
  assert.equal(problems(record(x, { name: 'y', type: 'int', default: 0 }), record(x)), ['unaccepted'])
  assert.equal(problems(record(x)), ['unaccepted'])
  assert.equal(
    checkHistory(new Map([['a.R', record(x)]]), new Map()).map((finding) => finding.subject),
    ['a.R'],
  )
})

test('should want a default for a new field', () => {
  const [finding] = checkHistory(new Map([['a.R', record(x, { name: 'y', type: 'int' })]]), new Map([['a.R', [record(x)]]]))
  assert.is(finding.problem, 'incompatible')
  assert.match(finding.message, 'version 2 cannot read what version 1 wrote. Field y was written as nothing')
})

test('should compare with every version, not with the newest alone', () => {
  assert.equal(problems(record({ ...x, type: 'string', default: '' }), record(x), record()), ['incompatible'])
})

test('should want a symbol to stay, or the enum to have a default', () => {
  assert.equal(problems(record(symbols('a')), record(symbols('a', 'b'))), ['incompatible'])
  const withDefault = { name: 'e', type: { type: 'enum', name: 'E', symbols: ['a', 'unknown'], default: 'unknown' } }
  assert.equal(problems(record(withDefault), record(symbols('a', 'b'))), ['unaccepted'])
})

test('should want a type to stay wide enough', () => {
  assert.equal(problems(record({ name: 'x', type: 'long' }), record(x)), ['unaccepted'])
  assert.equal(problems(record(x), record({ name: 'x', type: 'long' })), ['incompatible'])
  assert.equal(problems(record({ name: 'x', type: 'int' }), record({ name: 'x', type: ['null', 'int'] })), ['incompatible'])
})

test('should miss a record that was removed', () => {
  const [finding] = checkHistory(new Map(), new Map([['a.R', [record(x)]]]))
  assert.is(finding.problem, 'removed')
  assert.match(finding.message, 'a.R was removed')
})

test.run()
