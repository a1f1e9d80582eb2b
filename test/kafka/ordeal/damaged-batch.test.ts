import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { nodeFolder, startBroker } from '../../../ops/kafka/broker.ts'
import { choosePorts } from '../../../ops/kafka/ports.ts'
import { DeadLetters, SystemTelemetryRaw, TelemetrySources } from '../../../schemas/topics.ts'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { recordsIn } from '../../integration/ordeal/support/records-in.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { ownPlace } from './support/cluster.ts'
import { allTaken, allWell } from './support/parts.ts'

skipUnlessKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-damaged-'))
const port = await choosePorts(0, 2)
const startAgain = () => startBroker({ folder, port, heapMb: 256 })
let broker = await startAgain()
test.after(async () => {
  await stopAll()
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('should put aside batches that cannot be read, and go on with the next one', async () => {
  const { connection, prefix } = ownPlace(broker.brokers)
  const { log, codec } = await openInstallation(connection, stages)
  for (const source of ['before', 'packed', 'between', 'broken', 'after']) {
    const value = codec.encode('Frame', { source, at: Date.now(), metrics: { cpu_usage: 1 }, labels: {} })
    await log.append([{ topic: SystemTelemetryRaw.name, key: Buffer.from(`default/${source}`), value }]) // each is a batch of its own
  }
  await log.close()
  await broker.stop()
  const file = join(nodeFolder(folder, 1), 'data', `${prefix}${SystemTelemetryRaw.name}-0`, `${'0'.repeat(20)}.log`)
  damage(file)
  broker = await startAgain()

  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  await allTaken(running)
  await allWell(running)
  await running.app.stop()
  const letters = await recordsIn(connection, DeadLetters, 'DeadLetter')
  assert.equal(
    letters.map(({ value: { code, offset } }) => [code, offset]),
    [
      [hardships.foreignCodec.codes[0], 1],
      [hardships.damagedBatch.codes[0], 3],
    ],
  )
  const seen = await recordsIn(connection, TelemetrySources, 'SourceSeen')
  assert.equal(seen.map(({ value }) => value.source).sort(), ['after', 'before', 'between'])
})

/** Gives the second batch of a segment a codec that does not exist, and the fourth records of another length. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  const starts: number[] = []
  for (let at = 0; at + PREFIX < bytes.length; at += PREFIX + bytes.readInt32BE(at + 8)) starts.push(at)
  bytes[starts[1] + ATTRIBUTES] |= 7
  bytes[starts[3] + RECORDS] = 0x7e
  writeFileSync(file, bytes)
}

/** Of a record batch: base offset and length; the low byte of its attributes; its first record (Kafka's record format 2). */
const PREFIX = 12
const ATTRIBUTES = 22
const RECORDS = 61

test.run()
