import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { adviceFor } from '../../../../streams/sense/advice.ts'
import { hintOf } from '../../../../streams/sense/hint.ts'

const parts = {
  metric: 'cpu_usage',
  unit: '%',
  value: 98,
  low: 3,
  high: 12,
  basis: 'EWMA over the last 50 samples',
  lastedMs: 5000,
  ending: undefined,
  advice: '',
}

test('should say in one sentence what is, what was expected, why, and for how long', () => {
  assert.is(hintOf(parts), 'cpu_usage is 98 %, expected 3–12 % (EWMA over the last 50 samples), for 5 s')
})

test('should say where to look first, while it lasts', () => {
  const disk = { ...parts, metric: 'disk_usage{mountpoint="/"}', advice: adviceFor('disk_usage{mountpoint="/"}') }
  assert.match(hintOf(disk), /, for 5 s: look for what grows there before writing fails$/)
  assert.not.match(hintOf({ ...disk, ending: 'returned' }), /look/)
  assert.equal([adviceFor('cpu_usage'), adviceFor('of_their_own')], ['', ''])
})

test('should say why it is over', () => {
  assert.is(
    hintOf({ ...parts, value: 7, lastedMs: 300_000, ending: 'returned' }),
    'cpu_usage is 7 % again, expected 3–12 %, after 5 min',
  )
  assert.is(
    hintOf({ ...parts, lastedMs: 7_200_000, ending: 'relearned' }),
    'cpu_usage is 98 % and has stayed there for 2 h: this counts as its range from now on',
  )
})

test('should write numbers as a person does', () => {
  const said = (value: number) =>
    hintOf({ ...parts, unit: '', value })
      .slice('cpu_usage is '.length)
      .split(',')[0]
  assert.equal([0, 0.5, 12.345, 1234.5, -3, 1e-7, 2.5e20].map(said), ['0', '0.5', '12.3', '1235', '-3', '1.00e-7', '2.50e+20'])
})

test.run()
