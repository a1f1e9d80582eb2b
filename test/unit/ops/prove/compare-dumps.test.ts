import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compareDumps } from '../../../../ops/prove/compare-dumps.ts'
import type { Content } from '../../../../ops/prove/dump.ts'

/** Records as `id=content`. */
function content(...records: string[]): Content {
  return {
    count: records.length,
    hash: records.join(),
    records: records.map((record) => [record.split('=')[0], record] as const),
  }
}

const found = (expected: Content, actual: Content, partitions = 1, name = 'sense.findings') => {
  const [{ missing, doubled, different, equal }] = compareDumps({ [name]: expected }, { [name]: actual }, partitions)
  return { missing, doubled, different, equal }
}

test('should find runs equal that say the same in the same order', () => {
  assert.equal(found(content('a=1', 'b=2'), content('a=1', 'b=2')), { missing: 0, doubled: 0, different: 0, equal: 'bytes' })
})

test('should count what is missing, doubled and different', () => {
  const { missing, doubled, different, equal } = found(content('a=1', 'b=2', 'c=3'), content('b=2', 'b=2', 'c=4'), 4)
  assert.equal({ missing, doubled, different, equal }, { missing: 1, doubled: 1, different: 1, equal: 'no' })
})

test('should take another order for equal only where several tasks write into one partition', () => {
  const one = content('a=1', 'b=2')
  const other = content('b=2', 'a=1')
  assert.is(found(one, other, 4).equal, 'set')
  assert.is(found(one, other, 1).equal, 'no')
  assert.is(found(one, other, 4, 'telemetry.late/3').equal, 'no')
})

test('should not compare what is decided from an order that is chance, but where there is one partition', () => {
  assert.is(found(content('a=1'), content('x=1'), 4, 'insight.signals').equal, 'not compared')
  assert.is(found(content('a=1'), content('x=1'), 1, 'insight.signals').equal, 'no')
})

test.run()
