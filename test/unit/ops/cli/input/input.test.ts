import { InvalidArgumentError } from 'commander'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseBound } from '../../../../../ops/cli/input/bound.ts'
import { parseDuration } from '../../../../../ops/cli/input/duration.ts'
import { parseTime } from '../../../../../ops/cli/input/time.ts'
import { wholeNumber } from '../../../../../ops/cli/input/whole-number.ts'

const refused = (error: Error) => error instanceof InvalidArgumentError

test('should read spans of time with and without a unit', () => {
  const read = ['500ms', '60s', '60', '1.5m', '2h', '1d', '5 min'].map((text) => parseDuration(text))
  assert.equal(read, [500, 60_000, 60_000, 90_000, 7_200_000, 86_400_000, 300_000])
})

test('should refuse spans that are none, or longer than a timer can wait', () => {
  for (const text of ['', '0', '0s', '-5s', '1w', 'soon', '1e3', '30d', 'NaN', 'Infinity'])
    assert.throws(() => parseDuration(text), refused)
})

test('should read every time that it wrote as RFC 3339 or milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e12, max: 4e12 }), (at) => {
      assert.is(parseTime(new Date(at).toISOString()), at)
      assert.is(parseTime(String(at)), at)
    }),
  )
})

test('should read dates and spans before now', () => {
  assert.is(parseTime('2026-01-31'), Date.UTC(2026, 0, 31))
  assert.is(parseTime('2026-01-31T12:00+02:00'), Date.UTC(2026, 0, 31, 10))
  assert.equal(
    ['-90s', '-10m', '-1h', '-2d'].map((text) => parseTime(text, 1e12)),
    [1e12 - 9e4, 1e12 - 6e5, 1e12 - 36e5, 1e12 - 1728e5],
  )
})

test('should refuse times without a zone, other words, and dates that do not exist', () => {
  for (const text of ['2026-01-31T12:00:00', 'yesterday', '', '10', '2026-13-01', '-5w'])
    assert.throws(() => parseTime(text), refused)
})

test('should tell offsets from times', () => {
  assert.equal(parseBound('0'), { offset: 0 })
  assert.equal(parseBound('12345'), { offset: 12_345 })
  assert.equal(parseBound('1767225600000'), { time: 1_767_225_600_000 })
  assert.equal(parseBound('-1m', 1e12), { time: 1e12 - 60_000 })
})

test('should read whole numbers within their range only', () => {
  const port = wholeNumber(0, 65_535)
  assert.equal(['0', '4280', '65535'].map(port), [0, 4280, 65_535])
  for (const text of ['-1', '65536', '1.5', '0x10', '', '1e3', '１']) assert.throws(() => port(text), refused)
})

test.run()
