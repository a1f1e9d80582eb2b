import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FrameView } from '../../../../schemas/codec/codec.ts'
import type { Finding } from '../../../../schemas/generated/records.ts'
import { senseStage } from '../../../../streams/sense/sense-stage.ts'
import { ordinaryHost } from '../../../fixtures/ordinary/ordinary-host.ts'
import { busyHost, workingHost } from '../../../fixtures/ordinary/recorded-host.ts'
import { DetectorRun } from './run-detector.ts'

const START = 1_700_000_000_000

test('should raise at most one alarm in two recorded hours of a machine at work', () => {
  const alarms = raisedIn(workingHost())
  assert.ok(alarms.length <= 1, alarms.map(({ hint }) => hint).join('; '))
})

test('should raise at most one alarm in two generated hours', () => {
  for (const seed of [1, 2, 3]) {
    const alarms = raisedIn([...ordinaryHost(seed)])
    assert.ok(alarms.length <= 1, `seed ${seed}: ${alarms.map(({ hint }) => hint).join('; ')}`)
  }
})

test('should raise at most one alarm in twenty busy minutes of a real machine', () => {
  const alarms = raisedIn(busyHost())
  assert.ok(alarms.length <= 1, alarms.map(({ hint }) => hint).join('; '))
})

test('should raise within five seconds when both cores of an ordinary machine are burnt', () => {
  for (const seed of [1, 2, 4]) assert.ok(delayOf([...ordinaryHost(seed, [400, 460])], START + 400_000) <= 5000)
})

test('should raise within five seconds when both cores of the recorded machine are burnt while it is idle', () => {
  const second = 300
  const frames = busyHost().map((frame, at) => (at >= second && at < second + 60 ? burnt(frame) : frame))
  assert.ok(delayOf(frames, frames[second].at) <= 5000)
})

function raisedIn(frames: readonly FrameView[]): Finding[] {
  return senseStage.processors
    .flatMap((processor) => new DetectorRun(processor).fold(frames).findings)
    .filter(({ phase }) => phase === 'raised')
    .sort((a, b) => a.at - b.at)
}

/** Milliseconds from the begin of a disturbance to the first alarm on the processor; infinite when there is none. */
function delayOf(frames: readonly FrameView[], begin: number): number {
  const alarm = raisedIn(frames).find(({ metric, at }) => metric === 'cpu_usage' && at >= begin)
  return alarm === undefined ? Number.POSITIVE_INFINITY : alarm.at - begin
}

function burnt(frame: FrameView): FrameView {
  const values = frame.values.slice()
  values[frame.names.indexOf('cpu_usage')] = 100
  values[frame.names.indexOf('cpu_user')] = 97
  return { ...frame, values }
}

test.run()
