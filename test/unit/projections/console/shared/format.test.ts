import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  howMany,
  showClock,
  showDuration,
  showNumber,
  showQuantity,
  showTick,
} from '../../../../../projections/console/shared/format.js'

test('should show numbers as a person reads them', () => {
  assert.equal([0, 0.123456, 201.34567, 21_570.4, 1_234_567, -3e12].map(showNumber), [
    '0',
    '0.1235',
    '201.3',
    '21,570',
    '1.235M',
    '-3T',
  ])
  assert.equal([-1.2344e149, 0.00001].map(showNumber), ['-1.234e+149', '1.000e-5'])
  assert.equal([null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map(showNumber), ['–', '–', '–', '–'])
  assert.equal([showQuantity(5, 'ms'), showQuantity(5, ''), showQuantity(null, 'ms')], ['5 ms', '5', '–'])
  assert.equal([howMany(1, 'source'), howMany(2_000, 'source')], ['1 source', '2,000 sources'])
})

test('should show spans in their two largest units', () => {
  assert.equal([0, 499, 59_000, 125_000, 3_600_000, 5_460_000, 90_000_000, -5].map(showDuration), [
    '0 s',
    '0 s',
    '59 s',
    '2 min 5 s',
    '1 h',
    '1 h 31 min',
    '1 d 1 h',
    '0 s',
  ])
})

test('should add the day to what is not of today', () => {
  const now = new Date(2026, 0, 31, 12).getTime()
  assert.is(showClock(new Date(2026, 0, 31, 9, 5, 7).getTime(), now), '09:05:07')
  assert.is(showClock(new Date(2026, 0, 30, 9, 5, 7).toISOString(), now), '30 Jan 09:05:07')
  assert.is(showClock(new Date(2025, 11, 30, 9, 5, 7).getTime(), now), '30 Dec 2025 09:05:07')
  assert.is(showClock(null, now), '–')
})

test('should mark an axis with days where it shows several', () => {
  const day = 86_400_000
  assert.is(showTick(new Date(2026, 0, 30, 9, 5).getTime(), 7 * day), '09:05')
  assert.is(showTick(new Date(2026, 0, 30).getTime(), 7 * day), '30 Jan')
  assert.is(showTick(new Date(2026, 0, 30).getTime(), day), '00:00')
})

test.run()
