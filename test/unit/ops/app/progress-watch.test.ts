import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { taskHealth } from '../../../../ops/app/part-health.ts'
import { progressWatch } from '../../../../ops/app/progress-watch.ts'
import type { TaskStatus } from '../../../../ops/app/task-monitor.ts'

function task(position: number, phase: TaskStatus['phase'] = 'running', partition = 0): TaskStatus {
  const unimportant = { restored: 1, epoch: 1, buffered: 0, letters: 0, code: undefined, message: undefined }
  return { stage: 'sense', partition, phase, position: [position], committedAt: 1_700_000_000_000, ...unimportant }
}

function topics(lag: number, partition = 0) {
  return [
    {
      topic: 'system.telemetry.raw',
      partition,
      start: 0,
      end: 100,
      bytes: 0,
      readers: [{ reader: 'stage:sense', position: 0, lag }],
    },
  ]
}

test('should call a task stuck that stays where it is while records wait for it', () => {
  const watch = progressWatch(3)
  for (let look = 0; look < 3; look++) watch.look([task(40)], topics(60))
  assert.equal(watch.stuck(), [], 'three looks are two intervals')
  watch.look([task(40)], topics(75))
  assert.equal(watch.stuck(), [{ stage: 'sense', partition: 0, records: 75 }])
  watch.look([task(41)], topics(74))
  assert.equal(watch.stuck(), [], 'it goes on')
})

test('should not call a task stuck that has nothing to do, is slow, is not running, or belongs to another partition', () => {
  const cases: readonly ((look: number) => Parameters<ReturnType<typeof progressWatch>['look']>)[] = [
    () => [[task(40)], topics(0)],
    (look) => [[task(40 + look)], topics(1_000 + 100 * look)],
    () => [[task(40, 'waiting')], topics(60)],
    () => [[task(40)], topics(60, 1)],
    (look) => [[task(40)], topics(look % 3)],
  ]
  for (const [index, looks] of cases.entries()) {
    const watch = progressWatch(3)
    for (let look = 0; look < 10; look++) watch.look(...looks(look))
    assert.equal(watch.stuck(), [], String(index))
  }
})

test('should say on the health page that it is stuck, and when it last committed', () => {
  const [lastAt, stuck] = [1_700_000_000_000, [{ stage: 'sense', partition: 0, records: 75 }]]
  assert.equal(taskHealth(task(40), []), { part: 'stage:sense.0', ok: true, state: 'running', lastAt })
  const told = taskHealth(task(40), stuck)
  assert.equal([told.ok, told.state, told.code, told.lastAt], [false, 'stuck', 'HS_DETECTION_STUCK', lastAt])
  assert.match(told.message ?? '', /^75 records/)
  assert.is(taskHealth(task(40, 'waiting'), stuck).state, 'waiting', 'which says more')
  assert.ok(taskHealth(task(40, 'running', 1), stuck).ok)
})

test.run()
