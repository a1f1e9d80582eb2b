import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { mergeCell } from '../../../../projections/table/merge-cell.ts'
import type { Cell, Merge } from '../../../../projections/table/table.ts'

const whole = fc.option(fc.integer(), { nil: null })
const list = fc.option(fc.array(fc.integer(), { maxLength: 5 }), { nil: null })

test('should not depend on how rows are cut into batches', () => {
  for (const merge of ['set', 'keep', 'min', 'max', 'add'] as const)
    fc.assert(fc.property(whole, whole, whole, isAssociative(merge)))
  fc.assert(fc.property(list, list, list, isAssociative('append')))
})

test('should not depend on the order of partitions where a rule says so', () => {
  for (const merge of ['min', 'max', 'add'] as const) {
    fc.assert(fc.property(whole, whole, (a, b) => assert.equal(mergeCell(merge, a, b), mergeCell(merge, b, a))))
  }
})

test('should take null for nothing said', () => {
  for (const merge of ['set', 'keep', 'min', 'max', 'add'] as const) {
    assert.equal([mergeCell(merge, 7, null), mergeCell(merge, null, 7)], [7, 7])
  }
  assert.equal([mergeCell('append', [7], null), mergeCell('append', null, [7])], [[7], [7]])
})

test('should do what its rule says', () => {
  const results = (['set', 'keep', 'min', 'max', 'add'] as const).map((merge) => mergeCell(merge, 3, 2))
  assert.equal(results, [2, 3, 2, 3, 5])
  assert.equal(mergeCell('append', [1, 2], [3]), [1, 2, 3])
  assert.equal([mergeCell('min', 'b', 'a'), mergeCell('max', 'b', 'a')], ['a', 'b'])
})

function isAssociative(merge: Merge) {
  return (a: Cell, b: Cell, c: Cell) => {
    assert.equal(mergeCell(merge, mergeCell(merge, a, b), c), mergeCell(merge, a, mergeCell(merge, b, c)))
  }
}

test.run()
