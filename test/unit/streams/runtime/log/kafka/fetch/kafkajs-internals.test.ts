import { createRequire } from 'node:module'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kafkajsInternals, kafkaNameOf } from '../../../../../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'

test('should run on the release of kafkajs whose inside it knows', () => {
  const { version } = createRequire(import.meta.url)('kafkajs/package.json')
  assert.is(version, '2.2.4')
})

test('should find host and port of the brokers, IPv6 too', async () => {
  const listed = kafkajsInternals({ brokers: ['kafka-1:9092', '[::1]:9093'] })
  assert.equal(await listed.seeds(), [
    { host: 'kafka-1', port: 9092 },
    { host: '::1', port: 9093 },
  ])
  const asked = kafkajsInternals({ brokers: async () => ['kafka-2:1'] })
  assert.equal(await asked.seeds(), [{ host: 'kafka-2', port: 1 }])
})

test("should say Kafka's name of an error, or its number", () => {
  assert.is(kafkaNameOf(6), 'NOT_LEADER_FOR_PARTITION')
  assert.is(kafkaNameOf(12_345), 'error 12345')
})

test.run()
