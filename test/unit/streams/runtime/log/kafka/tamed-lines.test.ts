import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tamedLines } from '../../../../../../streams/runtime/log/kafka/tamed-lines.ts'

function given() {
  const time = { now: 0 }
  const lines: unknown[] = []
  const log = tamedLines(
    (level, message, fields) => lines.push([level, message, fields]),
    () => time.now,
  )
  const say = (level: number, message: string) =>
    log({ namespace: 'Producer', level, label: '', log: { timestamp: '', message, broker: 'b:1' } })
  return { time, lines, say }
}

test('should say a repeated line once a minute and how often it was repeated', () => {
  const { time, lines, say } = given()
  for (time.now = 0; time.now < 60_000; time.now += 1_000) say(1, 'Connection error')
  assert.equal(lines, [['error', 'Connection error', { broker: 'b:1', part: 'Producer' }]])
  say(1, 'Connection error')
  assert.equal(lines[1], ['error', 'Connection error', { broker: 'b:1', part: 'Producer', repeated: 59 }])
})

test('should tell ordinary life as debug', () => {
  const { lines, say } = given()
  say(2, 'The group is rebalancing, re-joining')
  say(4, 'Starting')
  say(2, 'odd')
  assert.equal(
    lines.map((line) => (Array.isArray(line) ? line[0] : line)),
    ['debug', 'debug', 'warn'],
  )
})

test('should tell what a cluster says until it is ready as debug, and as an error when that does not pass', () => {
  const { time, lines, say } = given()
  const loading = "Crash: KafkaJSProtocolError: The coordinator is loading and hence can't process requests for this group"
  const levels = () => lines.map((line) => (Array.isArray(line) ? line[0] : line))
  for (time.now = 0; time.now < 70_000; time.now += 5_000) say(1, loading)
  assert.equal(levels(), ['debug', 'error'])
  time.now = 600_000
  say(1, loading)
  assert.equal(levels(), ['debug', 'error', 'debug'])
  say(1, 'Crash: KafkaJSProtocolError: Not authorized to access group')
  assert.equal(levels().at(-1), 'error')
})

test('should forget old lines instead of growing', () => {
  const { lines, say } = given()
  for (let at = 0; at < 201; at++) say(1, `line ${at}`)
  say(1, 'line 0')
  assert.is(lines.length, 202)
})

test.run()
