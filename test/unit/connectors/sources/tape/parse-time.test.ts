import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseTime } from '../../../../../connectors/sources/tape/parse-time.ts'

test('should read a time without a zone as UTC', () => {
  assert.is(parseTime('2014-02-14 14:27:00'), Date.UTC(2014, 1, 14, 14, 27))
  assert.is(parseTime('2014-02-14T14:27:00'), Date.UTC(2014, 1, 14, 14, 27))
  assert.is(parseTime('2014-02-14 14:27'), Date.UTC(2014, 1, 14, 14, 27))
  assert.is(parseTime(' 2014-02-14 '), Date.UTC(2014, 1, 14))
})

test('should obey a zone and read fractions down to the millisecond', () => {
  assert.is(parseTime('2014-02-14T14:27:00.5+01:00'), Date.UTC(2014, 1, 14, 13, 27, 0, 500))
  assert.is(parseTime('2014-02-14 14:27:00,123456 -0530'), Date.UTC(2014, 1, 14, 19, 57, 0, 123))
  assert.is(parseTime('1970-01-01T00:00:00Z'), 0)
})

test('should tell seconds from milliseconds by their size', () => {
  assert.is(parseTime('1709251200'), 1_709_251_200_000)
  assert.is(parseTime('1709251200.25'), 1_709_251_200_250)
  assert.is(parseTime('1709251200000'), 1_709_251_200_000)
  assert.is(parseTime('0'), 0)
})

test('should refuse what is no time', () => {
  const wrong = [
    '',
    'soon',
    '2014-13-01',
    '2014-02-30',
    '2014-02-14 24:00:00',
    '2014-02-14 10:60',
    '2014-02-14T10',
    '-5',
    '1e9',
    'NaN',
  ]
  for (const text of [...wrong, '99999999999999999', '1969-12-31', '14.02.2014', '1970-01-01T00:00:00+01:00']) {
    assert.is(parseTime(text), undefined, text)
  }
})

test('should read back every moment that ISO 8601 writes', () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) })
  fc.assert(fc.property(moments, (at) => parseTime(new Date(at).toISOString()) === at))
})

test.run()
