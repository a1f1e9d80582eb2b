import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GroupListener, Log, Membership, Position } from '../../../../../streams/runtime/log/log.ts'
import type { RunningStage } from '../../../../../streams/runtime/supervise/run-stage.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`) })])

interface Moves {
  readonly bench: TaskBench
  /** Tells each process what it has, in the order of their starting. */
  readonly listeners: GroupListener[]
  readonly told: (readonly Position[])[]
  readonly running: RunningStage
}

/** One process that has task 0; who has what from then on is up to the test. */
async function open({ settleMs = 0, log = (good: Log) => good } = {}): Promise<Moves> {
  const listeners: GroupListener[] = []
  const told: (readonly Position[])[] = []
  const membership: Membership = { progress: (positions) => told.push(positions), settleMs, leave: async () => {} }
  const join: Log['join'] = async (_group, listener) => {
    listeners.push(listener)
    return membership
  }
  const bench = await TaskBench.open(counting, { log: (good) => ({ ...log(good), join }) })
  const running = await bench.start()
  listeners[0].assigned([0])
  await bench.put(frame('s', 1))
  await bench.pass(500)
  return { bench, listeners, told, running }
}

test('should wait as long as others may not know what they have lost before it opens a task again that was fenced', async () => {
  const { bench, running } = await open({ settleMs: 6_000 })
  await bench.log.writer('test.0')
  await bench.put(frame('s', 2))
  await bench.pass(5_000)
  assert.equal(bench.failures, [{ code: 'HS_LOG_FENCED', retryInMs: 6_000 }])
  assert.is((await bench.openings()).length, 1)
  await bench.pass(2_500)
  assert.is((await bench.openings()).length, 2)
  assert.equal(await bench.said(), ['1', '2'])
  await bench.finish(running.stop())
})

test('should not open a fenced task again that is revoked while it waits', async () => {
  const { bench, running, listeners } = await open({ settleMs: 6_000 })
  await bench.log.writer('test.0')
  await bench.put(frame('s', 2))
  await bench.pass(3_000)
  listeners[0].revoked([0])
  await bench.pass(20_000)
  assert.is((await bench.openings()).length, 1)
  assert.is(bench.phases.at(-1), 'waiting')
  await bench.finish(running.stop())
})

test('should tell outside tools where the task stands, after it was opened and after every commit', async () => {
  const { bench, running, told } = await open()
  const raw = told.map((positions) => positions.find(({ topic }) => topic === 'system.telemetry.raw')?.offset)
  assert.is(raw[0], 0)
  assert.is(raw.at(-1), 1)
  assert.is(told.length, 1 + bench.commits.length)
  await bench.finish(running.stop())
})

test('should go on without a restore when a task comes back that nobody has had meanwhile', async () => {
  const { bench, running, listeners } = await open()
  listeners[0].revoked([0])
  await bench.pass(500)
  await bench.put(frame('s', 2))
  listeners[0].assigned([0])
  await bench.pass(500)
  assert.equal(bench.opened, ['restored', 'resumed'])
  assert.equal(await bench.said(), ['1', '2'])
  const epochs = await bench.epochs()
  assert.equal(
    epochs.map(({ n }) => n),
    epochs.map((_, index) => index + 1),
  )
  await bench.finish(running.stop())
  assert.equal((await bench.restored()).states[0][1], JSON.stringify([{ n: 2, words: [] }]))
})

test('should restore a task that another process has had meanwhile', async () => {
  const { bench, running, listeners } = await open()
  const other = await bench.start()
  listeners[0].revoked([0])
  await bench.pass(500)
  listeners[1].assigned([0])
  await bench.put(frame('s', 2))
  await bench.pass(500)
  listeners[1].revoked([0])
  await bench.pass(500)
  await bench.put(frame('s', 3))
  listeners[0].assigned([0])
  await bench.pass(500)
  assert.equal(bench.opened, ['restored', 'restored', 'restored'])
  assert.equal(await bench.said(), ['1', '2', '3'])
  await bench.finish(running.stop())
  await bench.finish(other.stop())
})

test('should restore a task that did not end in good order', async () => {
  const { bench, running } = await open()
  await bench.log.writer('test.0')
  await bench.put(frame('s', 2))
  await bench.pass(2_000)
  assert.equal(bench.opened, ['restored', 'restored'])
  assert.equal(await bench.said(), ['1', '2'])
  await bench.finish(running.stop())
})

for (const [when, meanwhile] of Object.entries({
  'has been away for longer than a rebalance takes': async ({ bench }: Moves) => bench.pass(121_000),
  'was given up for others': async ({ bench, listeners }: Moves) => {
    listeners[0].assigned([])
    await bench.pass(10)
    listeners[0].revoked([])
  },
})) {
  test(`should not hold the state of a task that ${when}`, async () => {
    const moves = await open()
    const { bench, running, listeners } = moves
    listeners[0].revoked([0])
    await bench.pass(500)
    await meanwhile(moves)
    listeners[0].assigned([0])
    await bench.pass(500)
    assert.equal(bench.opened, ['restored', 'restored'])
    await bench.finish(running.stop())
  })
}

test.run()
