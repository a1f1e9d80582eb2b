import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readOptions } from '../../../../support/runner/options.ts'

test('should run every tier, two files at a time, unless told otherwise', () => {
  const options = readOptions([])
  assert.equal(options.tiers, ['unit', 'contract', 'integration', 'e2e', 'browser', 'prometheus', 'kafka'])
  assert.is(options.parallel, 2)
  assert.is(options.coverage, false)
})

test('should take tiers, parts of names and limits', () => {
  const options = readOptions(['--tier', 'unit,contract', '--limit', '5', 'ewma'])
  assert.equal([options.tiers, options.limitMs, options.names], [['unit', 'contract'], 5000, ['ewma']])
})

test('should refuse what it does not know, with one sentence', () => {
  assert.throws(() => readOptions(['--tier', 'moon']), 'There is no tier "moon"')
  assert.throws(() => readOptions(['--parallel', '0']), '--parallel must be a whole number from 1')
  assert.throws(() => readOptions(['--sideways']), 'Unknown option')
})

test.run()
