import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { SenseFindings } from '../../../../../schemas/topics.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${ctx.key} ${++ctx.state.n}`) })])

function frames(count: number, from = 1) {
  return Array.from({ length: count }, (_, n) => frame(n % 2 ? 'a' : 'b', from + n))
}

test('should count epochs without gaps over restarts, and take every record once', async () => {
  const bench = await TaskBench.open(counting)
  for (let round = 0; round < 4; round++) {
    await bench.put(...frames(10, 1 + 10 * round))
    await bench.run(500)
  }
  const epochs = await bench.epochs()
  assert.equal(
    epochs.map(({ n }) => n),
    epochs.map((_, index) => index + 1),
  )
  const ranges = epochs.flatMap(({ cuts }) => cuts.flatMap((cut) => cut.ranges.filter(({ input }) => input === 0)))
  assert.equal(
    ranges.map(({ from, to }) => [from, to]),
    [
      [0, 10],
      [10, 20],
      [20, 30],
      [30, 40],
    ],
  )
  assert.equal((await bench.said()).at(-1), 'default/a 20')
  assert.is((await bench.openings()).length, 4)
})

test('should say in the epoch how many outputs went where, and which frames opened a source', async () => {
  const intake = { graceMs: 1_000, futureMs: 1e9, forgetMs: 60_000, maxSources: 9, maxMetrics: 3 }
  const bench = await TaskBench.open({ ...counting, intake })
  await bench.put(...frames(4))
  await bench.run(500)
  const epoch = (await bench.epochs()).find(({ cuts }) => cuts.length > 0)
  assert.equal(epoch?.outputs, [
    { topic: 'telemetry.sources', count: 2 },
    { topic: 'sense.findings', count: 4 },
  ])
  assert.equal(epoch?.welcomes, [
    { input: 0, offset: 0 },
    { input: 0, offset: 1 },
  ])
})

test('should commit outputs after the interval and what has none after the idle time', async () => {
  const quiet = testStage([teller({ Frame: ({ values }, ctx) => values[0] > 5 && say(ctx, 'loud') })])
  const bench = await TaskBench.open(quiet, { settings: { commitIntervalMs: 100, idleCommitMs: 5_000 } })
  const running = await bench.start()
  await bench.pass(300)
  const before = bench.commits.length
  await bench.put(frame('s', 1, { m: 1 }))
  await bench.pass(4_900)
  assert.is(bench.commits.length, before)
  await bench.pass(200)
  assert.is(bench.commits.length, before + 1)
  await bench.put(frame('s', 2, { m: 9 }))
  await bench.pass(150)
  assert.is(bench.commits.length, before + 2)
  await bench.finish(running.stop())
})

test('should drop everything when it is fenced, and go on from the last epoch when it opens again', async () => {
  const bench = await TaskBench.open(counting)
  await bench.put(...frames(4))
  const running = await bench.start()
  await bench.pass(300)
  await bench.log.writer('test.0')
  await bench.put(...frames(4, 5))
  await bench.pass(2_000)
  assert.equal(bench.failures[0], { code: 'HS_LOG_FENCED', retryInMs: 200 })
  await bench.finish(running.stop())
  assert.equal(
    await bench.said(),
    [1, 2, 3, 4].flatMap((n) => [`default/b ${n}`, `default/a ${n}`]),
  )
})

test('should write nothing of an epoch whose commit fails, and all of it after the next opening', async () => {
  let broken = false
  const bench = await TaskBench.open(counting, {
    log: (log) => ({
      ...log,
      async writer(id) {
        const writer = await log.writer(id)
        return {
          ...writer,
          async commit(records) {
            if (broken) throw new HomeostatError('HS_DISK_FULL')
            return writer.commit(records)
          },
        }
      },
    }),
  })
  const running = await bench.start()
  await bench.pass(300)
  broken = true
  await bench.put(...frames(2))
  await bench.pass(1_000)
  assert.equal(await bench.said(), [])
  assert.is(bench.failures[0].code, 'HS_DISK_FULL')
  broken = false
  await bench.pass(20_000)
  assert.equal(await bench.said(), ['default/b 1', 'default/a 1'])
  await bench.finish(running.stop())
})

test('should fold on while a commit is under way, and have one under way at a time', async () => {
  let underWay = 0
  let most = 0
  const bench = await TaskBench.open(counting, {
    settings: { commitIntervalMs: 10 },
    log: (log) => ({
      ...log,
      async writer(id) {
        const writer = await log.writer(id)
        return {
          ...writer,
          async commit(records) {
            most = Math.max(most, ++underWay)
            await new Promise<void>((resolve) => void bench.scheduler.after(50, resolve))
            underWay--
            return writer.commit(records)
          },
        }
      },
    }),
  })
  const running = await bench.start()
  for (let n = 0; n < 20; n++) {
    await bench.put(frame('s', n + 1))
    await bench.pass(20)
  }
  await bench.pass(200)
  await bench.finish(running.stop())
  assert.is(most, 1)
  assert.is((await bench.said()).length, 20)
})

test('should stop in good order: everything committed and every state written', async () => {
  const bench = await TaskBench.open(counting, { settings: { commitIntervalMs: 60_000, idleCommitMs: 600_000 } })
  const running = await bench.start()
  await bench.pass(200)
  await bench.put(...frames(6))
  await bench.pass(50)
  await bench.finish(running.stop())
  assert.is((await bench.said()).length, 6)
  assert.equal((await bench.snapshots('state')).map(({ key }) => key).sort(), ['default/a', 'default/b'])
})

test('should record a retention gap on telemetry and go on', async () => {
  const bench = await TaskBench.open(counting)
  await bench.put(...frames(4))
  await bench.run(300)
  await bench.put(...frames(4, 5))
  await bench.log.maintain(bench.scheduler.now, [{ topic: 'system.telemetry.raw', maxBytes: 80 }])
  const { start, end } = await bench.log.bounds('system.telemetry.raw', 0)
  assert.ok(start > 4 && start < end)
  await bench.run(300)
  assert.equal(
    (await bench.epochs()).flatMap(({ gaps }) => gaps),
    [{ input: 0, from: 4, to: start }],
  )
})

test('should stop with a named error at a retention gap of a life cycle', async () => {
  const deaf = teller({ Finding: () => {} }, { reads: [SenseFindings] })
  const bench = await TaskBench.open(testStage([deaf], { lifeCycle: [SenseFindings] }))
  const heard = (n: number) => given(SenseFindings, 'Finding', 'default/k', n, finding())
  await bench.put(heard(1), heard(2))
  await bench.run(300)
  await bench.put(heard(3), heard(4), heard(5))
  await bench.log.maintain(bench.scheduler.now, [{ topic: SenseFindings.name, maxBytes: 80 }])
  await bench.run(300)
  assert.equal(bench.failures, [{ code: 'HS_INPUT_CUT', retryInMs: undefined }])
  assert.is((await bench.epochs()).flatMap(({ gaps }) => gaps).length, 0)
})

test.run()
