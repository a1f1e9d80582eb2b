import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { driveProcessor } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { alarmBudget } from '../../../../../streams/sense/alarm-budget.ts'
import { ask, clear, raise, said, signals } from './attention-bench.ts'

test('should mark an open signal once, with who has seen it', () => {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0)])
  const [{ id }] = signals(driver)
  const seen = (request: string, at: number) => ask('AcknowledgeRequested', at, { id: request, signal: id, note: 'on it' })
  driver.given([]).when([seen('a1', 1000), seen('a2', 2000), clear('web', 'cpu', 3000), seen('a3', 4000)])
  assert.equal(said(driver), [
    'RequestAccepted',
    'acknowledged',
    'refused HS_SIGNAL_ACKNOWLEDGED',
    'cleared ewma null',
    'refused HS_SIGNAL_NOT_OPEN',
  ])
  const marked = driver.outputs().find(({ type }) => type === 'SignalMarked')
  assert.equal(marked?.value, { id, at: 1000, mark: 'acknowledged', by: 'ann', note: 'on it', until: null })
})

test('should remember the newest requests alone', () => {
  const ask0 = (i: number) => ask('AcknowledgeRequested', i, { id: `a${i}`, signal: 'none', note: '' })
  const driver = driveProcessor(alarmBudget).given(Array.from({ length: 201 }, (_, i) => ask0(i)))
  const [again] = driver.when([{ ...ask0(200), at: 9000 }]).outputs()
  assert.is(again.type === 'RequestRefused' && again.value.at, 200)
  const [anew] = driver
    .given([])
    .when([{ ...ask0(0), at: 9000 }])
    .outputs()
  assert.is(anew.type === 'RequestRefused' && anew.value.at, 9000)
})

test.run()
