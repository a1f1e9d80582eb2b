import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DeadLetters, SystemTelemetryRaw, TelemetrySources } from '../../../schemas/topics.ts'
import { partitionOf } from '../../../streams/runtime/log/shared/partition-of.ts'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { recordsIn } from '../../integration/ordeal/support/records-in.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { encodeForeign, framesOf } from '../../support/kafka/foreign-frames.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { ownPlace } from './support/cluster.ts'
import { allTaken, allWell } from './support/parts.ts'

const kafka = await startKafka()
test.after(async () => {
  await stopAll()
  await kafka.stop()
})

test('should put frames without a key aside, pass over tombstones, and watch a source in whichever partition it is', async () => {
  const place = ownPlace(kafka.brokers, kafka.registry)
  const connection = { ...place.connection, partitions: 2 }
  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  const topic = `${place.prefix}${SystemTelemetryRaw.name}`
  const [keyless, elsewhere, after] = framesOf('strange', 3)
  const [first, second, third] = await encodeForeign([keyless, elsewhere, after], kafka.registry, topic)
  const key = `${elsewhere.key}`
  const other = 1 - partitionOf(Buffer.from(key), 2)
  const producer = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer()
  await producer.connect()
  const messages = [
    { key: null, value: first, partition: other },
    { key, value: null, partition: other },
    { key, value: second, partition: other },
    { key: after.key, value: third, partition: other },
  ]
  await producer.send({ topic, messages })
  await producer.disconnect()
  await allTaken(running)
  await allWell(running)
  await running.app.stop()

  const letters = await recordsIn(connection, DeadLetters, 'DeadLetter')
  assert.equal(
    letters.map(({ value }) => [value.code, value.value, value.partition]),
    [[hardships.noKey.codes[0], first, other]],
    hardships.tombstone.happens,
  )
  const seen = await recordsIn(connection, TelemetrySources, 'SourceSeen')
  assert.equal(seen.map(({ value }) => value.source).sort(), ['strange-1', 'strange-2'], hardships.otherPartition.happens)
})

test.run()
