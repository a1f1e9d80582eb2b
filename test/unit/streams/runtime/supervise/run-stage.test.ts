import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ErrorCode } from '../../../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { GroupListener, Log } from '../../../../../streams/runtime/log/log.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`) })])

/** A log whose reads do what the test says. */
function openWith(read: (good: Log['read']) => Log['read']) {
  return TaskBench.open(counting, { log: (log) => ({ ...log, read: read(log.read) }) })
}

test('should try again with growing pauses what may pass, and start from the shortest after a success', async () => {
  let code: ErrorCode | undefined = 'HS_DISK_FULL'
  const bench = await openWith((good) => async (...asked) => {
    if (code) throw new HomeostatError(code)
    return good(...asked)
  })
  await bench.put(frame('s', 1))
  await bench.log.append([{ topic: 'test.epochs', partition: 0, key: null, value: bench.ports.codec.encode('Tick', { at: 1 }) }])
  const running = await bench.start()
  await bench.pass(60_000)
  assert.equal(
    bench.failures.slice(0, 8).map(({ retryInMs }) => retryInMs),
    [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000],
  )
  code = undefined
  await bench.pass(15_000)
  assert.equal(await bench.said(), ['1'])
  await bench.finish(running.stop())
})

test('should leave to a person what does not pass by itself', async () => {
  const bench = await openWith(() => async () => {
    throw new HomeostatError('HS_STATE_LOST')
  })
  await bench.log.append([{ topic: 'test.epochs', partition: 0, key: null, value: bench.ports.codec.encode('Tick', { at: 1 }) }])
  const running = await bench.start()
  await bench.pass(60_000)
  assert.equal(bench.failures, [{ code: 'HS_STATE_LOST', retryInMs: undefined }])
  assert.is(bench.phases.at(-1), 'stopped')
  await bench.finish(running.stop())
})

test('should open a task again that reads nothing for too long, and let its late words count for nothing', async () => {
  let hang = false
  const late: (() => void)[] = []
  const bench = await TaskBench.open(counting, {
    settings: { stuckMs: 4_000 },
    log: (log) => ({
      ...log,
      consumer(inputs) {
        const consumer = log.consumer(inputs)
        return {
          ...consumer,
          async poll(options) {
            if (hang) await new Promise<void>((resolve) => late.push(resolve))
            return consumer.poll(options)
          },
        }
      },
    }),
  })
  const running = await bench.start()
  await bench.pass(1_000)
  hang = true
  await bench.pass(7_000)
  assert.equal(bench.failures, [{ code: 'HS_TASK_STUCK', retryInMs: 200 }])
  hang = false
  await bench.put(frame('s', 1))
  for (const go of late.splice(0)) go()
  await bench.pass(3_000)
  assert.equal(await bench.said(), ['1'])
  await bench.finish(running.stop())
})

test('should not take a task for stuck that looks and finds nothing', async () => {
  const bench = await TaskBench.open(counting, { settings: { stuckMs: 1_000 } })
  const running = await bench.start()
  await bench.pass(20_000)
  assert.equal(bench.failures, [])
  await bench.finish(running.stop())
})

test('should stop tasks that are revoked after a last commit, and run them again when they come back', async () => {
  const listeners: GroupListener[] = []
  const bench = await TaskBench.open(counting, {
    log: (log) => ({
      ...log,
      async join(_group, listener) {
        listeners.push(listener)
        return { progress() {}, settleMs: 0, leave: async () => {} }
      },
    }),
  })
  const running = await bench.start()
  const [listener] = listeners
  await bench.put(frame('s', 1))
  await bench.pass(200)
  assert.equal(bench.phases, [])
  listener.assigned([0])
  await bench.pass(500)
  listener.revoked([0])
  listener.assigned([0])
  await bench.put(frame('s', 2))
  await bench.pass(500)
  listener.revoked([0])
  await bench.pass(500)
  await bench.put(frame('s', 3))
  await bench.pass(500)
  assert.equal(await bench.said(), ['1', '2'])
  assert.is(bench.phases.at(-1), 'stopped')
  await bench.finish(running.stop())
  assert.equal(bench.failures, [])
})

test('should share tasks among members of a group and hand them over when one leaves', async () => {
  const bench = await TaskBench.open(counting)
  const first = await bench.start()
  const second = await bench.start()
  await bench.put(frame('s', 1))
  await bench.pass(500)
  await bench.finish(first.stop())
  await bench.put(frame('s', 2))
  await bench.pass(500)
  await bench.finish(second.stop())
  assert.equal(await bench.said(), ['1', '2'])
})

test.run()
