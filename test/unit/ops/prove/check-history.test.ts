import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../../ops/app/stages.ts'
import { topicsOf } from '../../../../ops/app/topics-of.ts'
import { memoryCodec } from '../../../../ops/bench/support/memory-codec.ts'
import { checkHistory } from '../../../../ops/prove/check-history.ts'
import type { Epoch } from '../../../../schemas/generated/records.ts'
import { SystemTelemetryRaw, stageTopics } from '../../../../schemas/topics.ts'
import { emptyEntry } from '../../../../streams/runtime/fold/key-entry.ts'
import { createMemoryLog } from '../../../../streams/runtime/log/memory/memory-log.ts'
import { toSnapshot } from '../../../../streams/runtime/state/snapshot.ts'

const codec = await memoryCodec()
const [stage] = stages
const topics = stageTopics(stage.name, stage.side)

/** An epoch that consumed a range of the frames. */
function epoch(n: number, from: number, to: number, outputs: Epoch['outputs'] = []): Epoch {
  const cuts = [{ ranges: [{ input: 0, from, to }] }]
  return { n, version: 'v', outputs, cuts, letters: [], welcomes: [], gaps: [] }
}

/** What is complained of a log with ten frames, these epochs, and snapshots of these. */
async function complaintsOf(epochs: readonly Epoch[], snapshots: readonly number[] = []): Promise<string> {
  const log = createMemoryLog()
  await log.createTopics(topicsOf(stages, 1))
  const frames = Array.from({ length: 10 }, () => ({
    topic: SystemTelemetryRaw.name,
    key: Buffer.from('k'),
    value: Buffer.from('f'),
  }))
  await log.append(frames)
  await log.append(epochs.map((each) => ({ topic: topics.epochs.name, key: null, value: codec.encode('Epoch', each) })))
  await log.append(
    snapshots.map((n) => ({
      topic: topics.state.name,
      key: Buffer.from(`state ${n}`),
      value: codec.encode('Snapshot', toSnapshot(emptyEntry('k'), stage, n, 'v')),
    })),
  )
  return (await checkHistory({ log, codec }, stage, 0)).complaints.join('; ')
}

test('should have nothing to say of a history that fits together', async () => {
  assert.is(await complaintsOf([epoch(1, 0, 4), epoch(2, 4, 10)], [1, 2]), '')
})

test('should find an epoch that two owners have committed', async () => {
  assert.match(
    await complaintsOf([epoch(1, 0, 4), epoch(1, 0, 6)]),
    'epoch 1 follows epoch 1; epoch 1 consumed system.telemetry.raw',
  )
})

test('should find records that were consumed twice, and those that were left out', async () => {
  assert.match(await complaintsOf([epoch(1, 0, 4), epoch(2, 3, 10)]), 'epoch 2 consumed system.telemetry.raw from 3, again')
  assert.match(
    await complaintsOf([epoch(1, 0, 4), epoch(2, 5, 10)]),
    'epoch 2 left out records of system.telemetry.raw from 4 to 5',
  )
})

test('should find a state of an epoch that was not committed, and one out of order', async () => {
  assert.match(await complaintsOf([epoch(1, 0, 4)], [2]), 'sense.state holds a state of epoch 2, which is not there')
  assert.match(await complaintsOf([epoch(1, 0, 4), epoch(2, 4, 10)], [2, 1]), 'a state of epoch 1 behind one of epoch 2')
})

test('should find outputs that an epoch counts and the log does not hold', async () => {
  const said = await complaintsOf([epoch(1, 0, 10, [{ topic: 'sense.findings', count: 1 }])])
  assert.is(said, 'the epochs count 1 outputs to sense.findings, the log holds 0')
})

test.run()
