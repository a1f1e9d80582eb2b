import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { configure } from '../../../../../schemas/core/config.ts'
import type { Log } from '../../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'
import { openTask } from '../../../../../streams/runtime/task/open.ts'
import { taskConfig } from '../../../../../streams/runtime/task/settings.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`) })])

/** A log that notes what is asked of it over the network. */
function noted(log: Log, calls: string[]): Log {
  return {
    ...log,
    bounds(topic, partition) {
      calls.push(`bounds ${topic}`)
      return log.bounds(topic, partition)
    },
    read(topic, ...rest) {
      calls.push(`read ${topic}`)
      return log.read(topic, ...rest)
    },
  }
}

/** What opening a task asks of the log when so many epochs must be folded again. */
async function callsOfOpening(epochs: number): Promise<{ calls: string[]; n: number }> {
  const bench = await TaskBench.open(counting, { settings: { commitIntervalMs: 1, idleCommitMs: 10 } })
  const running = await bench.start()
  for (let n = 0; n < epochs; n++) {
    await bench.put(frame(`s${n}`, n + 1))
    await bench.pass(10)
  }
  const calls: string[] = []
  const { standing } = await openTask(
    {
      stage: counting,
      partition: 0,
      owner: { version: 'v1', host: 'bench' },
      settings: configure('task', taskConfig, {}),
      ports: { ...bench.ports, log: noted(bench.log, calls) },
      takeKept: () => undefined,
    },
    () => {},
  )
  await bench.finish(running.stop()).catch(() => {})
  return { calls, n: standing.n }
}

test('should ask the log no more often for an opening after 500 epochs than after 50', async () => {
  const short = await callsOfOpening(50)
  const long = await callsOfOpening(500)
  assert.ok(short.n >= 50 && long.n >= 500, `${short.n} ${long.n}`)
  assert.ok(
    long.calls.length <= short.calls.length + 1,
    `${short.calls.length} and ${long.calls.length}: ${long.calls.join(', ')}`,
  )
})

test('should find the opening of a task that has run for long, with gaps in the offsets of its epochs', async () => {
  const log = createMemoryLog({ id: 'bench', marksCommits: true })
  const bench = await TaskBench.open(counting, { log: () => log, settings: { commitIntervalMs: 1, idleCommitMs: 10 } })
  const running = await bench.start()
  for (let n = 0; n < 450; n++) {
    await bench.put(frame('s', n + 1))
    await bench.pass(10)
  }
  await bench.finish(running.stop())
  assert.ok((await log.bounds('test.epochs', 0)).end > 900)
  await bench.run(100, { version: 'v2' })
  assert.equal(
    (await bench.openings()).map(({ version, ancestors }) => [version, ancestors]),
    [
      ['v1', []],
      ['v2', ['v1']],
    ],
  )
})

test.run()
