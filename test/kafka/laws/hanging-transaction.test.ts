import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import type { NewRecord, Writer } from '../../../streams/runtime/log/log.ts'
import { codeFrom, plain, Spread, valuesIn } from '../../contract/log/fixture.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { beginTransaction, observeTransaction } from './support/hang.ts'

skipUnlessKafka()
const MOST_TRIES = 8
/** Long enough for the broker to load its transactions before it learns that it has been shut out. */
const PROPERTIES = { 'broker.session.timeout.ms': '9000' }
/** The longer it takes to give up its partitions, the surer it forgets a transaction meanwhile. */
const FILLERS = 3
const PARTITIONS = [0, 1, 2, 3, 4, 5, 6, 7]
const WRITER = 'task.0'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-hanging-'))
const broker = await startBroker({ folder, properties: PROPERTIES, say: (line) => console.log(line) })
for (let count = 0; count < FILLERS; count++) await (await openLog(`filler-${count}.`, 50)).log.close()
test.after(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
})

for (const end of ['commit', 'abort'] as const)
  test(`should end a transaction that the broker has forgotten as it was decided when its writer opens: ${end}`, async () => {
    const { prefix, open } = await untilItHangs(end, (prefix) => crashAfterClient(prefix, end))
    const { log, mended, lines } = await openLog(prefix)
    try {
      const begun = performance.now()
      const writer = await log.writer(WRITER)
      console.log(`${open} partitions mended and the writer open after ${(performance.now() - begun).toFixed(0)} ms`)
      assert.equal(mended, Array(open).fill(end))
      assert.is(lines.filter((line) => line.includes('had forgotten')).length, open)
      const kept = end === 'commit' ? [`${prefix}${WRITER}`] : []
      for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), kept)
      await writer.commit(recordsOf('next'))
      for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), [...kept, 'next'])
      await log.writer(WRITER)
      assert.is(mended.length, open) // nothing more was found
    } finally {
      await log.close()
    }
  })

test('should let a process that lives on read what it has committed, and refuse the next commit of its writer', async () => {
  let living: (Awaited<ReturnType<typeof openLog>> & { readonly writer: Writer }) | undefined
  try {
    const { open } = await untilItHangs('living', async (prefix) => {
      await living?.log.close()
      const opened = await openLog(prefix, PARTITIONS.length)
      const writer = await opened.log.writer(WRITER)
      living = { ...opened, writer }
      await writer.commit(recordsOf('first'))
      await crash()
    })
    assert.ok(living)
    const { log, writer, mended } = living
    const begun = performance.now()
    for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), ['first'])
    console.log(`${open} partitions mended and read after ${(performance.now() - begun).toFixed(0)} ms`)
    assert.equal(mended, Array(open).fill('commit'))
    assert.not.equal(await codeFrom(writer.commit(recordsOf('lost'))), 'none')
    const reopened = await log.writer(WRITER)
    await reopened.commit(recordsOf('next'))
    for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), ['first', 'next'])
  } finally {
    await living?.log.close()
  }
})

test.run()

/** Crashes the broker with a fresh transaction each time, until the broker forgets one. */
async function untilItHangs(
  name: string,
  crashWith: (prefix: string) => Promise<void>,
): Promise<{ prefix: string; open: number }> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const prefix = `${name}-${tries}.`
    await crashWith(prefix)
    const { state, open } = await observeTransaction(broker.brokers, `${prefix}${WRITER}`, placesOf(prefix))
    console.log(`${name}, try ${tries}: ${state}, open in ${open} partitions`)
    if (open > 0) return { prefix, open }
  }
  throw new Error(`No transaction hung in ${MOST_TRIES} tries.`)
}

/** A process that does not come back ends a transaction, and the broker crashes as soon as it has said so. */
async function crashAfterClient(prefix: string, end: 'commit' | 'abort'): Promise<void> {
  await (await openLog(prefix, PARTITIONS.length)).log.close()
  const { transaction, giveUp } = await beginTransaction(broker.brokers, `${prefix}${WRITER}`, placesOf(prefix))
  await transaction[end]()
  await Promise.all([crash(), giveUp()])
}

async function crash(): Promise<void> {
  process.kill(broker.pids()[0], 'SIGKILL')
  await broker.restart(1)
}

async function openLog(prefix: string, partitions = 0) {
  const mended: string[] = []
  const lines: string[] = []
  const log = await openKafkaLog(
    { brokers: broker.brokers, prefix },
    { observer: { mended: (decision) => mended.push(decision) }, onLine: (_level, line) => lines.push(line) },
  )
  if (partitions > 0) await log.createTopics([{ topic: Spread, partitions }])
  return { log, mended, lines }
}

function placesOf(prefix: string) {
  return PARTITIONS.map((partition) => ({ topic: `${prefix}${Spread.name}`, partition }))
}

function recordsOf(value: string): NewRecord[] {
  return PARTITIONS.map((partition) => ({ ...plain(value), topic: Spread.name, partition }))
}
