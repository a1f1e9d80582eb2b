import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type ClockPart, startClockPart } from '../../../../ops/app/parts/clock-part.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { testStage } from '../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../streams/runtime/support/task-bench.ts'
import { teller } from '../../streams/runtime/support/teller.ts'

async function openBench(change: (log: Log) => Log = (log) => log) {
  const bench = await TaskBench.open(testStage([teller({})]), { log: change })
  const troubles: string[] = []
  const said: string[] = []
  const start = (keeper = 'one') => {
    const logger = { info: (fields: object, line: string) => said.push(`${keeper}: ${line} ${JSON.stringify(fields)}`) }
    const warn = (error: unknown) => troubles.push(codeOf(error))
    return bench.finish(startClockPart({ ports: bench.ports, partitions: 1, everyMs: 1_000, keeper, logger, warn }))
  }
  return { bench, troubles, said, start }
}

/** Times of the ticks that moved time, in seconds after the start. */
async function seconds(bench: TaskBench): Promise<number[]> {
  const times: number[] = []
  for (const { value } of await bench.records(ScheduleTicks.name)) {
    const decoded = testCodec.decode(value ?? Buffer.alloc(0))
    if (decoded.type === 'Tick' && decoded.value.at > (times.at(-1) ?? 0)) times.push(decoded.value.at)
  }
  return times.map((at) => (at - 1_000_000) / 1_000)
}

test('should hand the clock to the newest process without a gap, and not take it back while that one ticks', async () => {
  const { bench, troubles, said, start } = await openBench()
  const first = await start()
  await bench.pass(2_500)
  const second = await start('other')
  await bench.pass(30_000)
  assert.equal([first, second].map(stateOf), ['standby', 'ticking'])
  assert.equal(troubles, [], 'nothing is wrong')
  assert.equal(said, ['one: another process keeps the clock now; this one stands by {"keeper":"other"}'])
  const all = await seconds(bench)
  assert.equal(all.slice(0, 5), [0, 1, 2, 2.5, 3])
  assert.is(all.at(-1), 32)
  await stopBoth(bench, first, second)
})

test('should take the clock over when no tick was seen for ten seconds', async () => {
  const { bench, said, start } = await openBench()
  const first = await start()
  const second = await start('other')
  await bench.pass(5_000)
  await bench.finish(second.stop())
  const stoppedAt = (await seconds(bench)).at(-1) ?? 0
  await bench.pass(20_000)
  assert.is(stateOf(first), 'ticking')
  assert.is(said.at(-1), 'one: nobody kept the clock any more; this process does now {"silenceMs":10000}')
  const [next] = (await seconds(bench)).filter((at) => at > stoppedAt)
  assert.ok(next - stoppedAt >= 10 && next - stoppedAt <= 13, `the next tick came after ${next - stoppedAt} s`)
  await bench.finish(first.stop())
})

test('should begin again with a new writer when a tick could not be written', async () => {
  let isAway = false
  const { bench, troubles, start } = await openBench((log) => ({
    ...log,
    async writer(id) {
      const writer = await log.writer(id)
      let dead = false
      return {
        ...writer,
        commit(records) {
          dead ||= isAway
          return dead ? Promise.reject(new HomeostatError('HS_LOG_FAILED')) : writer.commit(records)
        },
      }
    },
  }))
  const clock = await start()
  await bench.pass(2_000)
  isAway = true
  await bench.pass(10_000)
  assert.is(stateOf(clock), 'waiting')
  assert.is(clock.status().code, 'HS_LOG_FAILED')
  isAway = false
  await bench.pass(10_000)
  assert.is(stateOf(clock), 'ticking')
  assert.equal([...new Set(troubles)], ['HS_LOG_FAILED'])
  assert.ok(((await seconds(bench)).at(-1) ?? 0) >= 21)
  await bench.finish(clock.stop())
})

test('should refuse to start when the first tick cannot be written', async () => {
  const { start } = await openBench((log) => ({ ...log, writer: () => Promise.reject(new HomeostatError('HS_LOG_READ_ONLY')) }))
  assert.is(await start().then(() => 'started', codeOf), 'HS_LOG_READ_ONLY')
})

test('should stand by when another process is quicker', async () => {
  const { bench, start } = await openBench((log) => ({
    ...log,
    async writer(id) {
      const writer = await log.writer(id)
      await log.writer(id)
      return writer
    },
  }))
  const clock = await start()
  assert.is(stateOf(clock), 'standby')
  await bench.finish(clock.stop())
})

function stateOf(clock: ClockPart): string {
  return clock.status().state
}

async function stopBoth(bench: TaskBench, first: ClockPart, second: ClockPart): Promise<void> {
  await bench.finish(first.stop())
  await bench.finish(second.stop())
}

test.run()
