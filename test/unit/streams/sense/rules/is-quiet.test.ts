import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isQuiet } from '../../../../../streams/sense/rules/is-quiet.ts'

const at = (text: string) => Date.parse(`${text}Z`)
/** Friday and Saturday nights, from 22:00 to 06:00. */
const nights = [{ days: [5, 6], from: 22 * 60, to: 6 * 60 }]

test('should know hours that go on into the next day, and into the next week', () => {
  const [friday, saturday, sunday] = ['2026-01-30', '2026-01-31', '2026-02-01']
  const answers = [
    [`${friday}T21:59`, false],
    [`${friday}T22:00`, true],
    [`${saturday}T05:59:59.999`, true],
    [`${saturday}T06:00`, false],
    [`${saturday}T23:00`, true],
    [`${sunday}T05:00`, true],
    [`${sunday}T22:30`, false],
    ['2026-02-02T05:00', false],
  ] as const
  for (const [time, expected] of answers) assert.is(isQuiet(nights, at(time)), expected, time)
})

test('should take equal times for a whole day, and no hours for never', () => {
  const sundays = [{ days: [0], from: 0, to: 0 }]
  assert.is(isQuiet(sundays, at('2026-02-01T00:00')), true)
  assert.is(isQuiet(sundays, at('2026-02-01T23:59')), true)
  assert.is(isQuiet(sundays, at('2026-02-02T00:00')), false)
  assert.is(isQuiet([], at('2026-02-01T12:00')), false)
})

test.run()
