import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findJava } from '../../../ops/kafka/java.ts'
import { javaWithKafka, kafkaTool } from '../../../ops/kafka/tools.ts'
import { partitionOf } from '../../../streams/runtime/log/shared/partition-of.ts'
import { encodeForeign, framesOf, sourcesOf } from '../../support/kafka/foreign-frames.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { runClient } from '../../support/kafka/run-client.ts'
import { senseOnKafka } from '../../support/kafka/sense-on-kafka.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { repositoryRoot } from '../../support/repository.ts'
import { skipUnless } from '../../support/skip.ts'

skipUnlessKafka()
const modules = spawnSync(findJava().program, ['--list-modules'], { encoding: 'utf8' }).stdout
skipUnless(
  modules.includes('jdk.compiler'),
  'This Java cannot compile (on Debian and Ubuntu: apt-get install default-jdk-headless).',
)
const kafka = await startKafka()
const sense = await senseOnKafka(kafka, `foreign-java-${process.pid}.`)
test.after(async () => {
  await sense.stop()
  await kafka.stop()
})

for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
  test(`should take in the frames of Kafka's Java client with its defaults, compression ${codec}`, async () => {
    const frames = framesOf(codec, 12)
    const values = await encodeForeign(frames, kafka.registry, sense.frames)
    const lines = frames.map(({ key }, index) => `${key} ${values[index].toString('hex')}\n`).join('')
    const source = join(repositoryRoot, 'test/fixtures/foreign/PublishFrames.java')
    const command = [...(await javaWithKafka()), source, kafka.brokers.join(','), sense.frames, codec]
    const partitions = (await runClient(command, lines)).map(Number)
    assert.equal(await sense.sources(codec, frames.length), sourcesOf(frames))
    assert.equal(
      partitions,
      frames.map(({ key }) => partitionOf(Buffer.from(key ?? ''), 4)),
      'both sides compute the same partition from a key',
    )
  })
}

test('should make dead letters of what the console producer sends as text, and name the reason', async () => {
  const producer = await kafkaTool('console-producer')
  const address = ['--bootstrap-server', kafka.brokers.join(','), '--topic', sense.frames]
  const lines = ['{"source":"web-1","at":1,"metrics":{"cpu_usage":1}}', 'cpu_usage 12', '0']
  await runClient([...producer, ...address], `${lines.join('\n')}\n`)
  const letters = await sense.letters(lines.length)
  assert.equal(letters.map(({ value }) => value?.toString()).sort(), [...lines].sort())
  assert.equal([...new Set(letters.map(({ code }) => code))], ['HS_RECORD_MALFORMED'])
})

test.run()
