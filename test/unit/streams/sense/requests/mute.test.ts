import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { driveProcessor, tick } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { alarmBudget } from '../../../../../streams/sense/alarm-budget.ts'
import { ask, clear, DAY, HOUR, MINUTE, muteFor, raise, said, signals } from './attention-bench.ts'

test('should hold back new episodes of what is muted, and nothing else', () => {
  const driver = driveProcessor(alarmBudget).when([
    muteFor(0, HOUR, { source: 'web-*', metric: 'cpu*' }),
    raise('web-1', 'cpu_usage', 1000),
    raise('web-1', 'memory', 2000),
    raise('db', 'cpu_usage', 3000),
    clear('web-1', 'cpu_usage', 4000),
  ])
  assert.equal(said(driver), [
    'RequestAccepted',
    'MuteBegan',
    'raised ewma muted',
    'raised ewma null',
    'raised ewma null',
    'cleared ewma muted',
  ])
})

test('should spend nothing of the budget on what is muted', () => {
  const muted = Array.from({ length: 20 }, (_, i) => raise(`web-${i}`, 'cpu', 1000 * i))
  const driver = driveProcessor(alarmBudget, { config: { perDay: 1 } })
  const last = signals(driver.when([muteFor(0, HOUR, { source: 'web-*' }), ...muted, raise('db', 'cpu', MINUTE)])).at(-1)
  assert.equal([last?.source, last?.held], ['db', null])
})

test('should leave an episode alone that was told before the mute', () => {
  const driver = driveProcessor(alarmBudget)
    .given([raise('web', 'cpu', 0), muteFor(1000, HOUR)])
    .when([tick(2 * HOUR), clear('web', 'cpu', 2 * HOUR)])
  assert.equal(said(driver), ['mute ended 0 0', 'cleared ewma null'])
})

test('should raise under another id what still lasts when the time of the mute is over', () => {
  const driver = driveProcessor(alarmBudget)
    .given([muteFor(0, HOUR)])
    .when([
      raise('web', 'cpu', 1000),
      raise('web', 'cpu', 2000, { method: 'level_shift' }),
      raise('web', 'memory', 3000),
      clear('web', 'memory', 4000),
      tick(HOUR - 1),
      tick(HOUR),
      clear('web', 'cpu', HOUR + 1000),
      clear('web', 'cpu', HOUR + 1000, { method: 'level_shift' }),
    ])
  assert.equal(said(driver), [
    'raised ewma muted',
    'raised level_shift duplicate',
    'raised ewma muted',
    'cleared ewma muted',
    'cleared ewma muted',
    'cleared level_shift duplicate',
    'raised ewma null',
    'raised level_shift duplicate',
    'mute ended 2 1',
    'cleared ewma null',
    'cleared level_shift duplicate',
  ])
  const ids = signals(driver).map(({ id, phase }) => `${phase} ${id}`)
  assert.is(new Set(ids).size, ids.length)
})

test('should tell of the method that still sees it when the first one no longer does', () => {
  const driver = driveProcessor(alarmBudget)
    .given([
      muteFor(0, HOUR),
      raise('web', 'cpu', 1000),
      raise('web', 'cpu', 2000, { method: 'level_shift' }),
      clear('web', 'cpu', 3000),
    ])
    .when([ask('UnmuteRequested', 4000, { id: 'u1', mute: 'm1' })])
  assert.equal(said(driver), [
    'RequestAccepted',
    'cleared ewma muted',
    'cleared level_shift duplicate',
    'raised level_shift null',
    'mute ended 1 1',
  ])
})

test('should keep quiet after one mute as long as another names the same', () => {
  const driver = driveProcessor(alarmBudget)
    .given([muteFor(0, HOUR), muteFor(0, 2 * HOUR, { id: 'm2', source: '*' }), raise('web', 'cpu', 1000)])
    .when([tick(HOUR), tick(2 * HOUR)])
  assert.equal(said(driver), [
    'cleared ewma muted',
    'raised ewma muted',
    'mute ended 1 1',
    'cleared ewma muted',
    'raised ewma null',
    'mute ended 1 1',
  ])
})

test('should refuse a mute in the past, one for too long and one too many', () => {
  const driver = driveProcessor(alarmBudget).when([
    muteFor(1000, 0, { id: 'now' }),
    muteFor(1000, -500, { id: 'before' }),
    muteFor(1000, 30 * DAY + 1, { id: 'long' }),
  ])
  assert.equal(said(driver), ['refused HS_MUTE_PAST', 'refused HS_MUTE_PAST', 'refused HS_MUTE_TOO_LONG'])
  driver.emits([
    { type: 'RequestRefused', value: { request: 'now', type: 'MuteRequested', by: 'ann', limit: '1970-01-01T00:00:01.000Z' } },
    { type: 'RequestRefused', value: { request: 'before', value: '1970-01-01T00:00:00.500Z' } },
    { type: 'RequestRefused', value: { request: 'long', limit: '720 h' } },
  ])
  const many = Array.from({ length: 101 }, (_, i) => muteFor(0, HOUR, { id: `m${i}` }))
  assert.is(said(driveProcessor(alarmBudget).when(many)).at(-1), 'refused HS_MUTES_TOO_MANY')
})

test('should refuse to end a mute twice, or one that never was', () => {
  const end = (id: string, mute: string, at: number) => ask('UnmuteRequested', at, { id, mute })
  const driver = driveProcessor(alarmBudget)
    .given([muteFor(0, HOUR)])
    .when([end('u1', 'm1', 1000), end('u2', 'm1', 2000), end('u3', 'other', 3000), tick(2 * HOUR)])
  assert.equal(said(driver), ['RequestAccepted', 'mute ended 0 0', 'refused HS_MUTE_UNKNOWN', 'refused HS_MUTE_UNKNOWN'])
})

test('should take the same request twice as one, and give the same answer under the same id', () => {
  const twice = [muteFor(0, HOUR), muteFor(5000, HOUR)]
  const driver = driveProcessor(alarmBudget).when(twice)
  assert.equal(said(driver), ['RequestAccepted', 'MuteBegan', 'RequestAccepted'])
  const [first, , again] = driver.outputs()
  assert.equal(again, first)
  const wrong = [muteFor(1000, 0), muteFor(1000, HOUR)]
  assert.equal(said(driveProcessor(alarmBudget).when(wrong)), ['refused HS_MUTE_PAST', 'refused HS_MUTE_PAST'])
})

test.run()
