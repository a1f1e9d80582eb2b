import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { endsAtOneMoment } from '../../../../ops/rehearse/ends-at-one-moment.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { SenseFindings, stageTopics } from '../../../../schemas/topics.ts'
import { createMemoryLog } from '../../../../streams/runtime/log/memory/memory-log.ts'
import { testStage } from '../../streams/runtime/support/fold-bench.ts'
import { teller } from '../../streams/runtime/support/teller.ts'

const stage = testStage([teller({})])
const { epochs } = stageTopics(stage.name, stage.side)

/** A log on which the task commits an epoch with one output while its outputs are looked at, so often. */
async function committing(times: number) {
  const log = createMemoryLog()
  await log.createTopics([epochs, SenseFindings].map((topic) => ({ topic, partitions: 1 })))
  let left = times
  const settled: typeof log.settled = async (topic, partition) => {
    const bounds = await log.settled(topic, partition)
    if (topic !== SenseFindings.name || left-- <= 0) return bounds
    await log.append([epochs, SenseFindings].map(({ name }) => ({ topic: name, key: null, value: Buffer.from('x') })))
    return bounds
  }
  return { ...log, settled }
}

test('should look again when an epoch was committed meanwhile', async () => {
  for (const times of [0, 1, 7]) {
    const ends = await endsAtOneMoment(await committing(times), stage, 0)
    assert.is(ends.epochs, times)
    assert.is(ends.outputs.find(({ topic }) => topic === SenseFindings.name)?.end, times)
  }
})

test('should give up on a task that never leaves a moment', async () => {
  const busy = endsAtOneMoment(await committing(Number.POSITIVE_INFINITY), stage, 0)
  assert.is(await busy.then(() => 'none', codeOf), 'HS_TASK_BUSY')
})

test.run()
