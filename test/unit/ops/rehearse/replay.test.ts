import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compareOutputs, type OutputChange } from '../../../../ops/rehearse/compare-outputs.ts'
import { frozenLog } from '../../../../ops/rehearse/frozen-log.ts'
import { RecordedEpochs } from '../../../../ops/rehearse/recorded-epochs.ts'
import { type ReplayOptions, replayTask } from '../../../../ops/rehearse/replay.ts'
import { SenseFindings, SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import type { Stage } from '../../../../streams/runtime/api/stage.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { frame, testStage } from '../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../streams/runtime/support/task-bench.ts'
import { say, teller } from '../../streams/runtime/support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`) })])
const louder = testStage([teller({ Frame: (_, ctx) => say(ctx, ++ctx.state.n === 2 ? 'two' : `${ctx.state.n}`) })])
const silent = testStage([teller({ Frame: (_, ctx) => ctx.state.n++ % 2 === 0 && say(ctx, `${ctx.state.n}`) })])

/** Three frames with ticks between them, run in two sittings, and one frame that nobody has folded. */
async function history(): Promise<TaskBench> {
  const bench = await TaskBench.open(counting)
  for (const at of [1_000, 2_000, 3_000]) {
    await bench.tick(at - 1)
    await bench.put(frame('s', at))
    await bench.run(300)
  }
  await bench.tick(3_999)
  await bench.put(frame('s', 4_000))
  return bench
}

async function replayed(bench: TaskBench, options: ReplayOptions = {}, stage: Stage = counting): Promise<string[]> {
  const ports = { ...bench.ports, log: await frozenLog(bench.log) }
  const said: string[] = []
  for await (const { outputs, inRange } of replayTask(stage, 0, ports, options)) {
    for (const { value } of inRange ? outputs : []) {
      const decoded = testCodec.decode(value ?? Buffer.alloc(0))
      if (decoded.type === 'Finding') said.push(decoded.value.hint)
    }
  }
  return said
}

async function compared(bench: TaskBench, stage: Stage): Promise<OutputChange[]> {
  const ports = { ...bench.ports, log: await frozenLog(bench.log) }
  const recorded = await RecordedEpochs.read(stage, 0, ports)
  const changes: OutputChange[] = []
  for await (const { epoch, outputs } of replayTask(stage, 0, ports)) {
    if (epoch) changes.push(...compareOutputs(epoch.n, outputs, recorded.take(epoch), testCodec))
  }
  return changes
}

test('should follow the recorded epochs and then fold what nobody has folded', async () => {
  const bench = await history()
  assert.equal(await bench.said(), ['1', '2', '3'])
  assert.equal(await replayed(bench), ['1', '2', '3', '4'])
})

test('should put out what lies within the range, from states that know what came before', async () => {
  const bench = await history()
  assert.equal(await replayed(bench, { from: 1_999, to: 3_999 }), ['2', '3'])
  assert.equal(await replayed(bench, { to: 1_999 }), ['1'])
  assert.equal(await replayed(bench, { from: 9_000 }), [])
})

test('should begin with empty states at the range when it is to be fresh', async () => {
  const bench = await history()
  assert.equal(await replayed(bench, { fresh: true }), ['1', '2', '3', '4'])
  assert.equal(await replayed(bench, { fresh: true, from: 3_000 }), ['1', '2'])
})

test('should write nothing and tell how far it is', async () => {
  const bench = await history()
  const before = await bench.log.partitions()
  const told: number[] = []
  await replayed(bench, { progress: (done, total) => told.push(done / total) })
  assert.equal(await bench.log.partitions(), before)
  assert.is(told.at(-1), 1)
  assert.equal(
    told,
    told.toSorted((a, b) => a - b),
  )
})

test('should find no difference to what the same code has recorded', async () => {
  assert.equal(await compared(await history(), counting), [])
})

test('should find each output that is changed, added or missing', async () => {
  const bench = await history()
  const [change, ...more] = await compared(bench, louder)
  assert.is(change.kind, 'changed')
  assert.equal(more, [])
  assert.match(JSON.stringify(change.difference.recorded), /"hint":"2"/)
  assert.match(JSON.stringify(change.difference.derived), /"hint":"two"/)
  assert.equal(
    (await compared(bench, silent)).map(({ kind }) => kind),
    ['missing'],
  )
  const quiet = await TaskBench.open(silent)
  for (const at of [1_000, 2_000]) await quiet.put(frame('s', at))
  await quiet.run(300)
  assert.equal(
    (await compared(quiet, counting)).map(({ kind }) => kind),
    ['added'],
  )
})

test('should not see what was appended after it was frozen', async () => {
  const bench = await history()
  const frozen = await frozenLog(bench.log)
  const { end } = await frozen.bounds(SystemTelemetryRaw.name, 0)
  await bench.put(frame('s', 5_000))
  assert.is((await frozen.bounds(SystemTelemetryRaw.name, 0)).end, end)
  assert.is((await frozen.read(SystemTelemetryRaw.name, 0, end)).records.length, 0)
  assert.is((await frozen.partitions()).find(({ topic }) => topic === SystemTelemetryRaw.name)?.end, end)
  const consumer = frozen.consumer([{ topic: SystemTelemetryRaw.name, partition: 0, from: end - 1 }])
  const poll = () => consumer.poll({ maxBytes: 1_000, timeoutMs: 0 })
  assert.equal(
    (await poll()).map(({ records, atEnd }) => [records.length, atEnd]),
    [[1, true]],
  )
  assert.equal(
    (await poll()).map(({ records, atEnd }) => [records.length, atEnd]),
    [[0, true]],
  )
  assert.is((await frozen.bounds(SenseFindings.name, 0)).end, 3)
})

test.run()
