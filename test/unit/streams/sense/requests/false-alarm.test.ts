import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { driveProcessor, type ProcessorDriver } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { alarmBudget } from '../../../../../streams/sense/alarm-budget.ts'
import { ask, clear, DAY, raise, said, signals } from './attention-bench.ts'

/** A signal of a score that was reported as a false alarm, and the driver behind it. */
function reported(score: number): ProcessorDriver {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0, { score })])
  const [{ id }] = signals(driver)
  return driver.given([ask('FalseAlarmReported', 1000, { id: 'f1', signal: id, note: 'a deployment' })])
}

test('should end the episode of a false alarm and mark the signal', () => {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0), raise('web', 'cpu', 500, { method: 'level_shift' })])
  const [{ id }] = signals(driver)
  driver
    .given([])
    .when([ask('FalseAlarmReported', 1000, { id: 'f1', signal: id, note: 'a deployment' }), clear('web', 'cpu', 2000)])
  assert.equal(said(driver), ['RequestAccepted', 'false_alarm', 'cleared ewma null', 'cleared level_shift duplicate'])
  driver.emits([
    { type: 'RequestAccepted', value: { request: 'f1', type: 'FalseAlarmReported' } },
    { type: 'SignalMarked', value: { id, by: 'ann', note: 'a deployment', until: 1000 + 30 * DAY } },
    { type: 'Signal', value: { id, hint: 'cpu: ann reported a false alarm' } },
    { type: 'Signal', value: { phase: 'cleared' } },
  ])
})

test('should call for the like only when it is more surprising than what was reported', () => {
  const held = (score: number) => signals(reported(0.9).when([raise('web', 'cpu', DAY, { score })]))[0].held
  assert.is(held(0.8), 'false_alarm')
  assert.is(held(0.9), 'false_alarm')
  assert.is(held(0.901), null)
})

test('should ask no more of other series, of other methods, and after its time', () => {
  const held = (record: ReturnType<typeof raise>) => signals(reported(0.9).when([record]))[0].held
  assert.is(held(raise('web', 'memory', DAY, { score: 0.5 })), null)
  assert.is(held(raise('db', 'cpu', DAY, { score: 0.5 })), null)
  assert.is(held(raise('web', 'cpu', DAY, { score: 0.5, method: 'stuck' })), null)
  assert.is(held(raise('web', 'cpu', 30 * DAY, { score: 0.5 })), 'false_alarm')
  assert.is(held(raise('web', 'cpu', 30 * DAY + 1000, { score: 0.5 })), null)
})

test('should call when another method confirms what one was wrong about before', () => {
  const driver = reported(0.9).when([raise('web', 'cpu', DAY), raise('web', 'cpu', DAY + 1, { method: 'stuck', score: 0.5 })])
  assert.equal(
    signals(driver).map(({ held }) => held),
    [null, 'duplicate'],
  )
  const like = reported(0.9).when([
    raise('web', 'cpu', DAY, { score: 0.5 }),
    raise('web', 'cpu', DAY + 1, { method: 'stuck', score: 0.5 }),
  ])
  assert.equal(
    signals(like).map(({ held }) => held),
    ['false_alarm', null],
  )
})

test('should ask no more than usual once the report was taken back', () => {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0, { score: 0.9 })])
  const [{ id }] = signals(driver)
  const back = (request: string, at: number) => ask('FalseAlarmWithdrawn', at, { id: request, signal: id })
  driver
    .given([ask('FalseAlarmReported', 1000, { id: 'f1', signal: id, note: '' })])
    .when([back('w1', 2000), back('w2', 3000), raise('web', 'cpu', DAY, { score: 0.5 })])
  assert.equal(said(driver), ['RequestAccepted', 'withdrawn', 'refused HS_FALSE_ALARM_UNKNOWN', 'raised ewma null'])
})

test('should refuse what is no open signal, and a second report', () => {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0)])
  const [{ id }] = signals(driver)
  const report = (request: string, signal: string) => ask('FalseAlarmReported', 1000, { id: request, signal, note: '' })
  driver.given([]).when([report('f1', 'other'), report('f2', id), report('f3', id)])
  assert.equal(said(driver), [
    'refused HS_SIGNAL_NOT_OPEN',
    'RequestAccepted',
    'false_alarm',
    'cleared ewma null',
    'refused HS_SIGNAL_NOT_OPEN',
  ])
})

test('should forget the oldest report when there are too many', () => {
  const driver = driveProcessor(alarmBudget)
  for (let i = 0; i <= 500; i++) {
    const [signal] = signals(driver.given([]).when([raise(`s${i}`, 'cpu', i)]))
    driver.given([ask('FalseAlarmReported', i, { id: `f${i}`, signal: signal.id, note: '' })])
  }
  const held = (source: string) => signals(driver.given([]).when([raise(source, 'cpu', DAY)]))[0].held
  assert.is(held('s500'), 'false_alarm')
  assert.is(held('s1'), 'false_alarm')
  assert.is(held('s0'), null)
})

test.run()
