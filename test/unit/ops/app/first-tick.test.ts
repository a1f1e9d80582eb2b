import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { untilFirstTick } from '../../../../ops/app/parts/first-tick.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { testStage } from '../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../streams/runtime/support/task-bench.ts'
import { teller } from '../../streams/runtime/support/teller.ts'

async function begin(change: (log: Log) => Log = (log) => log) {
  const bench = await TaskBench.open(testStage([teller({})]), { log: change })
  const said: string[] = []
  const abort = new AbortController()
  const waiting = untilFirstTick(bench.ports, abort.signal, (error) => said.push(codeOf(error)))
  let answer: boolean | undefined
  waiting.then((ticked) => {
    answer = ticked
  })
  return { bench, said, abort, waiting, answer: () => answer }
}

test('should wait for a tick as long as it takes, and say every ten seconds what it waits for', async () => {
  const { bench, said, waiting, answer } = await begin()
  await bench.pass(25_000)
  assert.is(answer(), undefined)
  assert.equal(said, ['HS_TICK_MISSING', 'HS_TICK_MISSING', 'HS_TICK_MISSING'])
  await bench.log.append([{ topic: ScheduleTicks.name, key: null, value: testCodec.encode('Tick', { at: 1_000 }) }])
  assert.is(await bench.finish(waiting), true)
})

test('should not wait where the log has a tick, whoever has written it', async () => {
  const { bench, said, waiting } = await begin()
  await bench.log.append([{ topic: ScheduleTicks.name, key: null, value: testCodec.encode('Tick', { at: 1 }) }])
  assert.is(await bench.finish(waiting), true)
  assert.ok(said.length <= 1)
})

test('should end when it is told to stop', async () => {
  const { bench, abort, waiting } = await begin()
  await bench.pass(1_000)
  abort.abort()
  assert.is(await bench.finish(waiting), false)
})

test('should say at once when the log cannot be read, and go on when it can', async () => {
  let isAway = false
  const away = () => Promise.reject(new HomeostatError('HS_KAFKA_UNREACHABLE'))
  const { bench, said, waiting } = await begin((log) => ({
    ...log,
    bounds: (topic, partition) => (isAway ? away() : log.bounds(topic, partition)),
  }))
  await bench.pass(2_000)
  isAway = true
  await bench.pass(2_000)
  isAway = false
  await bench.pass(1_000)
  assert.equal(said, ['HS_TICK_MISSING', 'HS_KAFKA_UNREACHABLE', 'HS_TICK_MISSING'])
  await bench.log.append([{ topic: ScheduleTicks.name, key: null, value: testCodec.encode('Tick', { at: 1_000 }) }])
  assert.is(await bench.finish(waiting), true)
})

test.run()
