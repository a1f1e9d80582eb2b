import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { alarmScores } from '../../../../../ops/bench/support/alarm-scores.ts'
import { senseStage } from '../../../../../streams/sense/sense-stage.ts'

/** Two weeks in steps of five minutes: a day's wave, noise, and disturbances of several kinds. */
const samples = Array.from({ length: 4032 }, (_, i) => {
  const disturbed = i > 2000 && i < 2030 ? 80 : i === 700 ? -60 : i === 3000 ? 150 : i > 3500 ? 25 : 0
  return { at: 300_000 * i, value: 50 + 10 * Math.sin((2 * Math.PI * i) / 288) + 3 * Math.sin(i * 12.9898) + disturbed }
})

test('should score the begin of a series alike, byte for byte, whatever comes after it', () => {
  const whole = bytesOf(alarmScores(senseStage.processors, samples))
  for (const length of [1, 119, 701, 2005, 3001, 4031]) {
    const prefix = bytesOf(alarmScores(senseStage.processors, samples.slice(0, length)))
    assert.is(Buffer.compare(prefix, whole.subarray(0, prefix.length)), 0)
  }
})

test('should score where a disturbance begins', () => {
  const scores = alarmScores(senseStage.processors, samples)
  for (const begin of [700, 2001, 3000, 3501])
    assert.ok(
      scores.slice(begin, begin + 5).some((score) => score > 0.5),
      String(begin),
    )
  assert.ok(scores.filter((score) => score > 0).length < 15)
})

function bytesOf(scores: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(scores).buffer)
}

test.run()
