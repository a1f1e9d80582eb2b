import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../../../schemas/topics.ts'
import { lastTick } from '../../../../../streams/runtime/clock/last-tick.ts'
import { CLOCK_WRITER, startTickClock } from '../../../../../streams/runtime/clock/tick-clock.ts'
import type { Log } from '../../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { teller } from '../support/teller.ts'

async function openBench() {
  const bench = await TaskBench.open(testStage([teller({})]))
  const troubles: string[] = []
  const start = () =>
    bench.finish(
      startTickClock(bench.ports, { partitions: 1, everyMs: 1_000, onTrouble: (error) => troubles.push(codeOf(error)) }),
    )
  return { bench, start, troubles }
}

/** Times of the ticks that moved time. */
async function ticks(bench: TaskBench): Promise<number[]> {
  const times: number[] = []
  for (const { value } of await bench.records(ScheduleTicks.name)) {
    const decoded = testCodec.decode(value ?? Buffer.alloc(0))
    if (decoded.type === 'Tick' && decoded.value.at > (times.at(-1) ?? 0)) times.push(decoded.value.at)
  }
  return times
}

test('should have written the first tick when it is started', async () => {
  const { bench, start } = await openBench()
  const clock = await start()
  assert.equal(await ticks(bench), [1_000_000])
  assert.is(await lastTick(bench.log, testCodec), 1_000_000)
  await bench.finish(clock.stop())
})

test('should tick on the round multiples of its interval', async () => {
  const { bench, start } = await openBench()
  await bench.pass(300)
  const clock = await start()
  await bench.pass(3_000)
  await bench.finish(clock.stop())
  assert.equal(await ticks(bench), [1_000_300, 1_001_000, 1_002_000, 1_003_000])
})

test('should write every tick to every partition at once', async () => {
  const { bench } = await openBench()
  const commits: number[] = []
  const log = {
    ...bench.log,
    writer: async () => ({
      commit: async (records: readonly { topic: string; partition?: number }[]) => {
        commits.push(records.length)
        return records.map(({ topic, partition = 0 }) => ({ topic, partition, offset: 0 }))
      },
      close: async () => {},
    }),
  }
  const clock = await bench.finish(startTickClock({ ...bench.ports, log }, { partitions: 3, everyMs: 1_000 }))
  await bench.finish(clock.stop())
  assert.ok(commits.length > 0 && commits.every((count) => count === 3))
})

test('should go on from its last tick and never step back', async () => {
  const { bench, start } = await openBench()
  await bench.tick(1_002_500)
  const clock = await start()
  assert.equal(await ticks(bench), [1_002_500])
  await bench.pass(4_500)
  await bench.finish(clock.stop())
  assert.equal(await ticks(bench), [1_002_500, 1_003_000, 1_004_000])
})

test('should refuse to start when its last tick lies far in the future', async () => {
  const { bench, start } = await openBench()
  await bench.tick(1_006_000)
  let code = ''
  await start().catch((error: unknown) => {
    code = codeOf(error)
  })
  assert.is(code, 'HS_CLOCK_SKEW')
  assert.equal(await ticks(bench), [1_006_000])
})

test('should move no time while the log and it disagree, say so, and go on when they agree again', async () => {
  const { bench, start, troubles } = await openBench()
  const clock = await start()
  await bench.pass(1_500)
  bench.arrival = 900_000
  await bench.pass(10_000)
  const written = await ticks(bench)
  assert.ok(written.length <= 3, String(written))
  assert.ok(troubles.length > 1 && troubles.every((code) => code === 'HS_CLOCK_SKEW'))
  bench.arrival = undefined
  await bench.pass(5_000)
  await bench.finish(clock.stop())
  assert.ok((await ticks(bench)).length >= written.length + 3)
})

test('should not move time at all when they disagree from the beginning', async () => {
  const { bench, start } = await openBench()
  bench.arrival = 900_000
  let code = ''
  await start().catch((error: unknown) => {
    code = codeOf(error)
  })
  assert.is(code, 'HS_CLOCK_SKEW')
  assert.equal(await ticks(bench), [])
})

test('should end when another clock has taken over', async () => {
  const { bench, start, troubles } = await openBench()
  const clock = await start()
  await bench.log.writer(CLOCK_WRITER)
  await bench.pass(5_000)
  assert.equal(troubles, ['HS_LOG_FENCED'])
  assert.equal(await ticks(bench), [1_000_000])
  await bench.finish(clock.stop())
})

test('should find the last tick with one read although the ends of transactions stand behind it', async () => {
  const log = createMemoryLog({ marksCommits: true })
  await log.createTopics([{ topic: ScheduleTicks, partitions: 1 }])
  assert.is(await lastTick(log, testCodec), 0)
  const writer = await log.writer('w')
  for (let at = 1; at <= 100; at++) {
    await writer.commit([{ topic: ScheduleTicks.name, partition: 0, key: null, value: testCodec.encode('Tick', { at }) }])
  }
  let reads = 0
  const counted: Log = {
    ...log,
    read(...asked) {
      reads++
      return log.read(...asked)
    },
  }
  assert.is(await lastTick(counted, testCodec), 100)
  assert.is(reads, 1)
})

test('should look further back for the last tick when only other records stand at the end', async () => {
  const log = createMemoryLog()
  await log.createTopics([{ topic: ScheduleTicks, partitions: 1 }])
  const put = (value: Buffer | null) => log.append([{ topic: ScheduleTicks.name, partition: 0, key: null, value }])
  await put(testCodec.encode('Tick', { at: 5 }))
  for (let n = 0; n < 300; n++) await put(null)
  assert.is(await lastTick(log, testCodec), 5)
})

test.run()
