import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { driveProcessor } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { alarmBudget } from '../../../../../streams/sense/alarm-budget.ts'
import { ask, clear, HOUR, MINUTE, muteFor, raise, said, signals } from '../requests/attention-bench.ts'

const byRule = (rule: string) => ({ method: 'rule', rule, score: 1 }) as const

test('should let through what a rule says, and spend no budget for it', () => {
  const driver = driveProcessor(alarmBudget, { config: { perDay: 1 } })
  driver.when([
    ...Array.from({ length: 10 }, (_, i) => raise(`web-${i}`, 'queue', i * HOUR, byRule('busy'))),
    raise('db', 'cpu', 10 * HOUR),
    raise('mail', 'cpu', 11 * HOUR),
  ])
  assert.equal(said(driver), [...Array(10).fill('raised rule null'), 'raised ewma null', 'raised ewma budget'])
  assert.equal(new Set(signals(driver).map(({ rule }) => rule)), new Set(['busy', null]))
})

test('should keep what rules and detectors say of a series apart', () => {
  const driver = driveProcessor(alarmBudget).when([
    raise('web', 'queue', 0),
    raise('web', 'queue', MINUTE, byRule('busy')),
    raise('web', 'queue', 2 * MINUTE, byRule('full')),
    clear('web', 'queue', 3 * MINUTE, byRule('busy')),
    clear('web', 'queue', 4 * MINUTE),
  ])
  assert.equal(
    signals(driver).map(({ phase, rule, held }) => [phase, rule, held]),
    [
      ['raised', null, null],
      ['raised', 'busy', null],
      ['raised', 'full', null],
      ['cleared', 'busy', null],
      ['cleared', null, null],
    ],
  )
  const [first, second, , busy, other] = signals(driver)
  assert.equal([busy.id, other.id], [second.id, first.id])
})

test('should hold back what is muted, and what was reported as a false alarm of the same rule', () => {
  const driver = driveProcessor(alarmBudget).given([muteFor(0, HOUR), raise('db', 'queue', 0, byRule('busy'))])
  const [signal] = [...driver.fold.keys.entries.values()].flatMap(({ states }) => [
    ...(states[0] as { episodes: Map<string, { members: { id: string }[] }> }).episodes.values(), // of this processor
  ])
  driver.when([
    raise('web', 'queue', MINUTE, byRule('busy')),
    ask('FalseAlarmReported', 2 * MINUTE, { id: 'r1', signal: signal.members[0].id, note: '' }),
    raise('db', 'queue', 3 * MINUTE, byRule('busy')),
    raise('db', 'queue', 4 * MINUTE, byRule('full')),
  ])
  assert.equal(
    said(driver).filter((one) => one.startsWith('raised')),
    ['raised rule muted', 'raised rule false_alarm', 'raised rule null'],
  )
})

test.run()
