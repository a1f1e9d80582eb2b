import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { describeDifference } from '../../../../../ops/cli/rehearse/describe-difference.ts'
import { differingPaths } from '../../../../../ops/cli/rehearse/differing-paths.ts'

const shown = (value: unknown) => ({ key: 'default/web-1', value, headers: { ce_id: '1' } })

test('should show only the fields that differ, with both values', () => {
  const text = describeDifference({
    epoch: 7,
    topic: 'insight.signals',
    recorded: shown({ score: 0.5, metric: 'cpu', list: [1, 2] }),
    derived: shown({ score: 0.75, metric: 'cpu', list: [1, 3] }),
  })
  assert.equal(text.split('\n'), [
    'Epoch 7, topic insight.signals, key default/web-1',
    '  value.score',
    '    - 0.5',
    '    + 0.75',
    '  value.list.1',
    '    - 2',
    '    + 3',
  ])
})

test('should say what is missing on either side', () => {
  const difference = { epoch: 1, topic: 't', recorded: undefined, derived: shown(1) }
  assert.match(describeDifference(difference), /- nothing is recorded\s+\+ \{"key":"default\/web-1","value":1/)
  assert.match(
    describeDifference({ ...difference, recorded: shown(1), derived: undefined }),
    /- \{"key".*\s+\+ nothing comes out now/,
  )
})

test('should say so when only the bytes differ', () => {
  assert.match(describeDifference({ epoch: 1, topic: 't', recorded: shown(1), derived: shown(1) }), /but not the bytes/)
})

test('should find no difference between a value and itself, and one when a leaf is changed', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(differingPaths(value, structuredClone(value)), [])))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer(), { minKeys: 1 }), fc.nat(), (record, pick) => {
      const key = Object.keys(record)[pick % Object.keys(record).length]
      const changed = { ...record, [key]: record[key] + 1 }
      assert.is(differingPaths(record, changed).length, 1)
    }),
  )
})

test('should tell minus zero from zero, and not-a-number from a number, as the bytes do', () => {
  assert.is(differingPaths(0, -0).length, 1)
  assert.is(differingPaths(Number.NaN, Number.NaN).length, 0)
})

test.run()
