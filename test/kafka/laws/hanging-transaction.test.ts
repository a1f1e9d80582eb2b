import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { type KafkaLogOptions, openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { plain, Spread, valuesIn } from '../../contract/log/fixture.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { type Ended, killAtEnd, observe } from './support/hang.ts'

skipUnlessKafka()
const PARTITIONS = 40
/** Each marker is forced to the disk, so that they take longer than the kill. */
const PROPERTIES = { 'broker.session.timeout.ms': '6000' }
const MOST_TRIES = 8
const folder = mkdtempSync(join(tmpdir(), 'homeostat-hanging-'))
const broker = await startBroker({ folder, properties: PROPERTIES, say: (line) => console.log(line) })
test.after(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
})

for (const end of ['commit', 'abort'] as const)
  test(`should end a transaction that the broker has forgotten as it was decided: ${end}`, async () => {
    const hanging = await makeHanging(end)
    const mended: string[] = []
    const lines: string[] = []
    await withLog(
      hanging.prefix,
      { observer: { mended: (decision) => mended.push(decision) }, onLine: (_, line) => lines.push(line) },
      async (log) => {
        const begun = performance.now()
        const writer = await log.writer(WRITER)
        console.log(`${hanging.open} partitions mended in ${(performance.now() - begun).toFixed(0)} ms`)
        assert.equal(mended, Array(hanging.open).fill(end))
        assert.is(lines.filter((line) => line.includes('had forgotten')).length, hanging.open)
        assert.equal((await observe(broker, hanging)).open, [])
        for (const { partition } of hanging.places) {
          const expected = end === 'commit' ? [hanging.id] : []
          assert.equal(await valuesIn(log, Spread.name, partition), expected)
        }
        await writer.commit(hanging.places.map(({ partition }) => ({ ...plain('after'), topic: Spread.name, partition })))
      },
    )
  })

test.run()

const WRITER = 'task.0'

async function makeHanging(end: Ended['end']): Promise<Ended & { prefix: string; open: number }> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const prefix = `${end}-${tries}.`
    await withLog(prefix, {}, async () => undefined)
    const places = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: `${prefix}${Spread.name}`, partition }))
    const ended = { id: `${prefix}${WRITER}`, end, places }
    await killAtEnd(broker, ended)
    const { state, open } = await observe(broker, ended)
    console.log(`${end}, try ${tries}: ${state}, open in ${open.length} partitions`)
    if (open.length > 0) return { ...ended, prefix, open: open.length }
  }
  throw new Error(`No transaction hung in ${MOST_TRIES} tries.`)
}

async function withLog(prefix: string, options: KafkaLogOptions, use: (log: Log) => Promise<void>): Promise<void> {
  const log = await openKafkaLog({ brokers: broker.brokers, prefix }, options)
  try {
    await log.createTopics([{ topic: Spread, partitions: PARTITIONS }])
    await use(log)
  } finally {
    await log.close()
  }
}
