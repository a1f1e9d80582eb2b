import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { codeFrom, Spread, valuesIn } from '../../contract/log/fixture.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { beginTransaction, observeTransaction } from './support/hang.ts'
import { openObserved, recordsOf, WRITER } from './support/observed-log.ts'

skipUnlessKafka()
/** Crashes for each test, fewer when the broker forgets a transaction before: then there was something to mend. */
const MOST_TRIES = 2
/** Long enough for the broker to load its transactions before it learns that it has been shut out. */
const PROPERTIES = { 'broker.session.timeout.ms': '9000' }
/** The longer it takes to give up its partitions, the surer it forgets a transaction meanwhile. */
const FILLERS = 3
const PARTITIONS = [0, 1, 2, 3, 4, 5, 6, 7]

const folder = mkdtempSync(join(tmpdir(), 'homeostat-crashed-'))
const broker = await startBroker({ folder, properties: PROPERTIES, say: (line) => console.log(line) })
for (let count = 0; count < FILLERS; count++) await (await openObserved(broker.brokers, `filler-${count}.`, 50)).log.close()
test.after(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
})

// Whether a crash makes the broker forget a transaction is chance; what is read afterwards is not. Forged ones: hanging-transaction.test.ts.

for (const end of ['commit', 'abort'] as const)
  test(`should keep a decision that the broker was killed upon: ${end}`, () =>
    untilOneHangs(end, async (prefix) => {
      await (await openObserved(broker.brokers, prefix, PARTITIONS.length)).log.close()
      const { transaction, giveUp } = await beginTransaction(broker.brokers, `${prefix}${WRITER}`, placesOf(prefix))
      await transaction[end]()
      await Promise.all([crash(), giveUp()])
      const open = await openIn(prefix)
      const { log, mended } = await openObserved(broker.brokers, prefix)
      try {
        const writer = await log.writer(WRITER)
        assert.equal(mended, Array(open).fill(end))
        const kept = end === 'commit' ? [`${prefix}${WRITER}`] : []
        for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), kept)
        await writer.commit(recordsOf('next', PARTITIONS))
        for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), [...kept, 'next'])
      } finally {
        await log.close()
      }
      return open
    }))

test('should let a process that lives on read what it has committed, and never lose it to its next commit', () =>
  untilOneHangs('living', async (prefix) => {
    const { log, mended } = await openObserved(broker.brokers, prefix, PARTITIONS.length)
    try {
      const writer = await log.writer(WRITER)
      await writer.commit(recordsOf('first', PARTITIONS))
      await crash()
      const open = await openIn(prefix)
      for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), ['first'])
      assert.equal(mended, Array(open).fill('commit'))
      assert.not.equal(await codeFrom(writer.commit(recordsOf('lost', PARTITIONS))), 'none')
      const reopened = await log.writer(WRITER)
      await reopened.commit(recordsOf('next', PARTITIONS))
      for (const partition of PARTITIONS) assert.equal(await valuesIn(log, Spread.name, partition), ['first', 'next'])
      return open
    } finally {
      await log.close()
    }
  }))

test.run()

/** @param crashAndLook tells in how many partitions something hung */
async function untilOneHangs(name: string, crashAndLook: (prefix: string) => Promise<number>): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const open = await crashAndLook(`${name}-${tries}.`)
    console.log(`${name}, try ${tries}: hung in ${open} partitions`)
    if (open > 0) return
  }
}

async function crash(): Promise<void> {
  process.kill(broker.pids()[0], 'SIGKILL')
  await broker.restart(1)
}

/** In how many partitions the last transaction of the writer is open, when the broker calls it done. */
async function openIn(prefix: string): Promise<number> {
  return (await observeTransaction(broker.brokers, `${prefix}${WRITER}`, placesOf(prefix))).open
}

function placesOf(prefix: string) {
  return PARTITIONS.map((partition) => ({ topic: `${prefix}${Spread.name}`, partition }))
}
