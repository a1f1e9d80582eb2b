import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { loadFeed } from '../../../ops/prove/feed.ts'
import { InsightSignals, ScheduleTicks, SenseFindings, SystemTelemetryRaw, TelemetryLate } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { lastTick } from '../../../streams/runtime/clock/last-tick.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { scratchFolder } from '../ordeal/support/running-app.ts'
import { foldAll } from './support/fold-all.ts'
import { verifyAll } from './support/verify-all.ts'

const folder = scratchFolder()
const installation = await openInstallation(folder.path, stages)
const { log } = installation
test.after(async () => {
  await log.close()
  await folder.remove()
})

test('should find a history with several openings, snapshots and bases equal', async () => {
  await foldAll(installation, { meanwhile: () => loadFeed(installation, { frames: 8_000, sources: 4 }) })
  await foldAll(installation, { meanwhile: tickOn })
  for (const { task, outputs, difference, unverified } of await verifyAll(installation)) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
    const speaks = outputs > 5 || task === 'seasons.0' // weeks of history are needed to say something of seasons
    assert.ok(speaks, `${task}: ${outputs} outputs`)
  }
})

test('should find a changed byte in a signal and show both values', async () => {
  const [, { difference }] = await verifyAll({ ...installation, log: withChangedSignal(log, 1) })
  assert.is(difference?.topic, InsightSignals.name)
  const derived = textOf(difference?.derived)
  const recorded = textOf(difference?.recorded)
  assert.is.not(derived, recorded)
  assert.is(derived.length, recorded.length)
})

test('should not judge the history of another version, unless it is told to take it for the same', async () => {
  const changed = stages.map((stage) => withConfig(stage, 'ewma', { hits: 2 }))
  const [sense] = await verifyAll(installation, {}, changed)
  assert.is(sense.epochs, 0)
  assert.match(sense.unverified[0].reason, 'made by version')

  const [{ difference }] = await verifyAll(installation, { asIfSame: true }, changed)
  assert.is(difference?.topic, SenseFindings.name)
  assert.is.not(textOf(difference?.derived), textOf(difference?.recorded))
})

test('should verify what is left when retention has cut the head and compaction has run, and name the rest', async () => {
  const [whole] = await verifyAll(installation)
  const sizes = (await log.partitions()).filter(({ topic }) => cutTopics.includes(topic))
  const states = await log.bounds('sense.state', 0)
  await log.maintain(
    Date.now(),
    sizes.map(({ topic, bytes }) => ({ topic, maxBytes: (bytes ?? 0) / 2 })),
  )
  for (const name of cutTopics) assert.ok((await log.bounds(name, 0)).start > 0, `nothing of ${name} was cut`)
  const { records } = await log.read('sense.state', 0, states.start)
  assert.ok(records.length < states.end - states.start, 'nothing was compacted')

  const left = await verifyAll(installation)
  for (const { task, difference } of left) assert.is(difference, undefined, task)
  const [{ epochs, outputs, unverified }] = left
  assert.ok(epochs > 5 && outputs > 0 && epochs < whole.epochs, `${outputs} outputs of ${epochs} of ${whole.epochs} epochs`)
  const [{ first, last, reason }] = unverified
  assert.equal([first, last + epochs, unverified.length], [1, whole.epochs + 1, 1])
  assert.match(reason, 'before the end of the first base of this version that can still be used')
})

const cutTopics = [SystemTelemetryRaw, ScheduleTicks, SenseFindings, TelemetryLate].map(({ name }) => name)

/** Time goes on and nothing else comes. */
async function tickOn(): Promise<void> {
  const last = await lastTick(log, installation.codec)
  const value = installation.codec.encode('Tick', { at: last + 3_600_000 })
  await log.append([{ topic: ScheduleTicks.name, partition: 0, key: null, value }])
}

function withConfig(stage: Stage, processor: string, config: object): Stage {
  const isThere = stage.processors.some(({ name }) => name === processor)
  return isThere ? { ...stage, config: { ...stage.config, [processor]: config } } : stage
}

/** The log as it would be if somebody had changed one letter in the hint of one signal, which names its metric. */
function withChangedSignal(inner: Log, offset: number): Log {
  return {
    ...inner,
    async read(topic, partition, from, options) {
      const result = await inner.read(topic, partition, from, options)
      if (topic !== InsightSignals.name) return result
      const records = result.records.map((record) => {
        if (record.offset !== offset || record.value === null) return record
        const value = Buffer.from(record.value)
        value[value.lastIndexOf('metric')] = 'M'.charCodeAt(0)
        return { ...record, value }
      })
      return { ...result, records }
    },
  }
}

function textOf(shown: { readonly value: unknown } | undefined): string {
  return JSON.stringify(shown?.value)
}

test.run()
