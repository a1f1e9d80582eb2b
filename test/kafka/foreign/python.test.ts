import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { foreignSchema, framesOf, sourcesOf } from '../../support/kafka/foreign-frames.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { pythonClient } from '../../support/kafka/python.ts'
import { runClient } from '../../support/kafka/run-client.ts'
import { senseOnKafka } from '../../support/kafka/sense-on-kafka.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { repositoryRoot } from '../../support/repository.ts'

skipUnlessKafka()
const python = await pythonClient()
const kafka = await startKafka()
const sense = await senseOnKafka(kafka, `foreign-python-${process.pid}.`)
const folder = mkdtempSync(join(tmpdir(), 'homeostat-python-'))
const schema = join(folder, 'frame.avsc')
writeFileSync(schema, foreignSchema)
test.after(async () => {
  await sense.stop()
  await kafka.stop()
  rmSync(folder, { recursive: true })
})

for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
  test(`should take in the frames of confluent-kafka for Python with its defaults, compression ${codec}`, async () => {
    const frames = framesOf(codec, 12)
    const script = join(repositoryRoot, 'test/fixtures/foreign/publish_frames.py')
    const command = [python, script, kafka.brokers.join(','), kafka.registry, sense.frames, schema, codec]
    const partitions = (await runClient(command, frames.map((frame) => JSON.stringify(frame)).join('\n'))).map(Number)
    assert.is(partitions.length, frames.length)
    assert.equal(await sense.sources(codec, frames.length), sourcesOf(frames))
  })
}

test.run()
