import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { watchServer } from '../../../../../../ops/bench/support/servers/watch-server.ts'
import { senseStage } from '../../../../../../streams/sense/sense-stage.ts'

/** Three metrics of a server in steps of a minute; two of them leave their range at row 900, one spikes at row 400. */
const rows = Array.from({ length: 1_500 }, (_, i) => {
  const away = i >= 900 && i < 960 ? 1 : 0
  const noise = (of: number) => 0.02 * Math.sin(i * 12.9898 * of)
  return Float64Array.of(0.4 + noise(1) + 0.5 * away, 0.3 + noise(2) + 0.4 * away, 0.5 + noise(3) + (i === 400 ? 0.6 : 0))
})

test('should score the begin of a server alike, byte for byte, whatever comes after it', () => {
  const whole = bytesOf(watchServer(senseStage.processors, rows, 60_000).scores)
  for (const length of [1, 119, 401, 905, 961, 1_499]) {
    const prefix = bytesOf(watchServer(senseStage.processors, rows.slice(0, length), 60_000).scores)
    assert.is(Buffer.compare(prefix, whole.subarray(0, prefix.length)), 0)
  }
})

test('should score rows while alarms are open, higher when more metrics are away, and count whom they call', () => {
  const { scores, alarms, calls } = watchServer(senseStage.processors, rows, 60_000)
  assert.is(Math.max(...scores.subarray(0, 400)), 0)
  assert.ok(scores[950] > 1.5, String(scores[950]))
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0)
  assert.ok(sum(alarms) > sum(calls) && sum(calls) >= 1, `${sum(alarms)} alarms, ${sum(calls)} calls`)
  assert.is(calls[400], 0, 'a single sample calls nobody')
})

function bytesOf(scores: Float64Array): Buffer {
  return Buffer.from(scores.buffer)
}

test.run()
