import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { formatBytes } from '../../../../../ops/cli/format/bytes.ts'
import { formatCount } from '../../../../../ops/cli/format/count.ts'
import { formatDuration } from '../../../../../ops/cli/format/duration.ts'
import { howMany } from '../../../../../ops/cli/format/how-many.ts'
import { formatNumber } from '../../../../../ops/cli/format/number.ts'
import { formatTable, printable } from '../../../../../ops/cli/format/table.ts'

test('should write bytes with three digits and a decimal unit', () => {
  assert.equal([0, 999, 1000, 4_213_000, 999_600, 2e12, 5e15].map(formatBytes), [
    '0 B',
    '999 B',
    '1 kB',
    '4.21 MB',
    '1 MB',
    '2 TB',
    '5000 TB',
  ])
})

test('should name one of a thing in the singular, and none or many in the plural', () => {
  const named = [0, 1, 2, 1_234].map((count) => howMany(count, 'frame'))
  assert.equal(named, ['0 frames', '1 frame', '2 frames', '1,234 frames'])
})

test('should write spans of time in the units that a person uses', () => {
  const spans = [0, 999, 1000, 3_400, 59_949, 59_950, 125_000, 3_599_600, 12_000_000, 86_400_000, 93_600_000]
  const texts = ['0 ms', '999 ms', '1.0 s', '3.4 s', '59.9 s', '1 min', '2 min 5 s', '1 h', '3 h 20 min', '1 d', '1 d 2 h']
  assert.equal(spans.map(formatDuration), texts)
})

test('should never write sixty seconds or sixty minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e10 }), (ms) => {
      assert.not.match(formatDuration(ms), /(^|\s)60(\.0)? (s|min)/)
    }),
  )
})

test('should group the digits of counts and round values to four', () => {
  assert.is(formatCount(1_234_567.2), '1,234,567')
  assert.equal([0, 12.34567, -0.5, 1e9, 0.00001234].map(formatNumber), ['0', '12.35', '-0.5', '1.000e+9', '1.234e-5'])
})

test('should align columns, numbers to the right', () => {
  assert.is(
    formatTable(
      ['NAME', 'N'],
      [
        ['a', 5],
        ['longer', 12],
      ],
    ),
    'NAME     N\na        5\nlonger  12',
  )
  assert.is(formatTable(['NAME'], []), 'NAME')
})

test('should show nothing that a terminal would obey', () => {
  assert.is(printable('a\x1b[31mb\x1b[0m\nc\x07d'), 'ab c d')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.not.match(printable(text), /\p{Cc}/u)
    }),
  )
})

test.run()
