import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SenseFindings } from '../../../../../schemas/topics.ts'
import type { Log } from '../../../../../streams/runtime/log/log.ts'
import { stateKey } from '../../../../../streams/runtime/state/load.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

const listing = testStage([
  teller(
    {
      Frame({ values }, ctx) {
        ctx.state.n++
        ctx.state.words = ctx.window('Frame').map((each) => String(each.values[0]))
        say(ctx, `${ctx.key} ${ctx.state.n} ${ctx.state.words.join(' ')}`)
        if (values[0] === 14) ctx.forget()
      },
    },
    { windows: [{ type: 'Frame', records: 3, spanMs: 1e9 }] },
  ),
])

const eager = { snapshotAgeMs: 10, commitIntervalMs: 1, idleCommitMs: 10 }

/** A log in which these topics are as if they had never been written. */
function without(log: Log, ...topics: string[]): Log {
  return {
    ...log,
    bounds: async (topic, partition) => (topics.includes(topic) ? { start: 0, end: 0 } : log.bounds(topic, partition)),
  }
}

async function ran(settings: object = {}, rounds = 4): Promise<TaskBench> {
  const bench = await TaskBench.open(listing, { settings })
  const running = await bench.start()
  for (let round = 0; round < rounds; round++) {
    for (let n = 1; n <= 6; n++) await bench.put(frame(`s${n % 3}`, 10 * round + n, { m: 10 * round + n }))
    await bench.tick(10 * round + 9)
    await bench.pass(50)
  }
  await bench.finish(running.stop())
  return bench
}

test('should restore the same states from rolling snapshots, from a base, and from nothing', async () => {
  for (const settings of [{}, eager, { ...eager, snapshotBytes: 1_000 }]) {
    const bench = await ran(settings)
    const { states, n, position } = await bench.restored()
    assert.is(states.length, 3)
    for (const log of [without(bench.log, 'test.state'), without(bench.log, 'test.state', 'test.bases')]) {
      const again = await bench.restored(log)
      assert.equal(again.states, states)
      assert.equal([again.n, again.position], [n, position])
      assert.not(again.damaged)
    }
  }
})

test('should go on after the state topic was deleted as if nothing had happened', async () => {
  const whole = await ran()
  const bench = await ran({}, 2)
  Object.assign(bench.ports, { log: without(bench.log, 'test.state') })
  for (let round = 2; round < 4; round++) {
    for (let n = 1; n <= 6; n++) await bench.put(frame(`s${n % 3}`, 10 * round + n, { m: 10 * round + n }))
    await bench.tick(10 * round + 9)
  }
  await bench.run(300)
  assert.equal(await bench.said(), await whole.said())
})

test('should move the refold point on, so that little is folded again', async () => {
  const bench = await ran(eager, 20)
  const { marks, n } = await bench.restored()
  assert.ok((marks.oldest()?.n ?? 0) >= n - 1)
})

test('should not move the refold point past a change that is not written', async () => {
  const bench = await TaskBench.open(listing, { settings: { commitIntervalMs: 1, idleCommitMs: 10, refoldRecords: 200 } })
  const running = await bench.start()
  await bench.put(frame('quiet', 1))
  await bench.pass(50)
  const [{ n }] = (await bench.epochs()).filter(({ cuts }) => cuts.length > 0)
  for (let at = 2; at < 400; at++) {
    await bench.put(frame('busy', at))
    if (at % 7 === 0) await bench.pass(20)
  }
  assert.ok((await bench.snapshots('state')).some(({ key }) => key === 'default/busy'))
  for (const { start } of await bench.points('state')) assert.ok(start < n)
  await bench.finish(running.stop())
})

test('should write a base each period of the ticks', async () => {
  const bench = await TaskBench.open(listing, { settings: { baseEveryMs: 60_000 } })
  const running = await bench.start()
  for (let minute = 0; minute <= 5; minute++) {
    await bench.put(frame('s', minute * 60_000 + 1))
    await bench.tick(minute * 60_000 + 2)
    await bench.pass(6_000)
  }
  await bench.finish(running.stop())
  const ticks = (await bench.points('bases')).map(({ tick }) => tick)
  assert.ok(ticks.length >= 5 && ticks.length <= 6, String(ticks))
})

test('should write bases also when no process lives as long as their period', async () => {
  const bench = await TaskBench.open(listing, { settings: { baseEveryMs: 60_000 } })
  for (let hour = 1; hour <= 4; hour++) {
    await bench.put(frame('s', hour * 3_600_000))
    await bench.tick(hour * 3_600_000)
    await bench.run(300)
  }
  assert.is((await bench.points('bases')).length, 4)
})

test('should end a forgotten key with a tombstone, also when the process ends before it', async () => {
  const bench = await TaskBench.open(listing, { settings: eager })
  await bench.put(frame('s', 1, { m: 14 }))
  await bench.run(200)
  await bench.put(frame('t', 2))
  const running = await bench.start()
  await bench.pass(200)
  await bench.put(frame('t', 3))
  await bench.pass(200)
  await bench.finish(running.stop())
  const last = (await bench.records('test.state')).filter(({ key }) => key?.toString() === stateKey('default/s')).at(-1)
  assert.is(last?.value, null)
  assert.equal(
    (await bench.restored()).states.map(([key]) => key),
    ['default/t'],
  )
})

test('should say that the state is damaged when the inputs of what must be folded again are gone', async () => {
  const bench = await ran({}, 2)
  await bench.log.maintain(0, [{ topic: 'system.telemetry.raw', maxBytes: 200 }])
  const { damaged } = await bench.restored(without(bench.log, 'test.state'))
  assert.ok(damaged)
})

test('should say that the state is damaged when a window can no longer be read', async () => {
  const bench = await ran(eager)
  assert.not((await bench.restored()).damaged)
  await bench.log.maintain(0, [{ topic: 'system.telemetry.raw', maxBytes: 100 }])
  assert.ok((await bench.restored()).damaged)
})

test('should protect the records of windows against retention by age', async () => {
  const bench = await ran(eager)
  await bench.log.maintain(bench.scheduler.now + 1e9, [{ topic: 'system.telemetry.raw', maxAgeMs: 1 }])
  const { start } = await bench.log.bounds('system.telemetry.raw', 0)
  assert.ok(start > 0 && start <= 24 - 9, String(start))
  const { damaged, states } = await bench.restored()
  assert.not(damaged)
  assert.is(states.length, 3)
})

test('should stop with a named error when epochs are missing', async () => {
  const bench = await ran(eager)
  await bench.log.maintain(0, [{ topic: 'test.epochs', maxBytes: 0 }])
  await bench.run(300)
  assert.equal(bench.failures, [{ code: 'HS_STATE_LOST', retryInMs: undefined }])
})

test('should keep a key blocked over a restart when its letter could not be decoded', async () => {
  const parrot = teller({ Finding: ({ hint }, ctx) => say(ctx, hint) }, { reads: [SenseFindings], onThrow: 'keep' })
  const decisions = { ...testStage([{ ...parrot, writes: [] }]), lifeCycle: [SenseFindings] }
  const silent = { ...parrot, on: { Finding: () => {} } }
  const bench = await TaskBench.open({ ...decisions, processors: [silent] }, { settings: eager })
  await bench.log.append([{ topic: SenseFindings.name, partition: 0, key: Buffer.from('default/k'), value: Buffer.from([9]) }])
  await bench.run(300)
  await bench.put(given(SenseFindings, 'Finding', 'default/k', 1, finding()))
  await bench.run(300)
  const { fold } = await bench.restored()
  assert.equal(fold.entries.get('default/k')?.waiting, [
    { input: 0, offset: 0 },
    { input: 0, offset: 1 },
  ])
})

test.run()
