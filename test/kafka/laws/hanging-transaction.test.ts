import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { Spread, valuesIn } from '../../contract/log/fixture.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { forgeHanging, UNVERIFIED } from './support/forge-hanging.ts'
import { beginTransaction, observeTransaction } from './support/hang.ts'
import { openObserved, recordsOf, WRITER } from './support/observed-log.ts'

skipUnlessKafka()
const ENDED = [0, 1]
const HANGING = [2, 3, 4]
const folder = mkdtempSync(join(tmpdir(), 'homeostat-hanging-'))
const { brokers, stop } = await startBroker({ folder, properties: UNVERIFIED, say: (line) => console.log(line) })
test.after(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

for (const end of ['commit', 'abort'] as const)
  test(`should end a transaction that the broker has forgotten as it was decided when its writer opens: ${end}`, async () => {
    const prefix = `${end}.`
    const id = `${prefix}${WRITER}`
    const placesOf = (partitions: readonly number[]) =>
      partitions.map((partition) => ({ topic: `${prefix}${Spread.name}`, partition }))
    const all = [...ENDED, ...HANGING]
    await (await openObserved(brokers, prefix, all.length)).log.close()
    const { transaction, giveUp } = await beginTransaction(brokers, id, placesOf(ENDED))
    await transaction[end]()
    await giveUp()
    assert.is((await observeTransaction(brokers, id, placesOf(ENDED))).open, 0)
    await forgeHanging(brokers, id, placesOf(HANGING))
    assert.is((await observeTransaction(brokers, id, placesOf(all))).open, HANGING.length)

    const { log, mended, lines } = await openObserved(brokers, prefix)
    try {
      const writer = await log.writer(WRITER)
      assert.equal(mended, Array(HANGING.length).fill(end))
      assert.is(lines.filter((line) => line.includes('had forgotten')).length, HANGING.length)
      const kept = end === 'commit' ? [id] : []
      for (const partition of all) assert.equal(await valuesIn(log, Spread.name, partition), kept)
      await writer.commit(recordsOf('next', all))
      for (const partition of all) assert.equal(await valuesIn(log, Spread.name, partition), [...kept, 'next'])
      await log.writer(WRITER)
      assert.is(mended.length, HANGING.length) // nothing more was found
    } finally {
      await log.close()
    }
  })

test.run()
