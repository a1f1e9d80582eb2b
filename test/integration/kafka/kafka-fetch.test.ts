import { randomUUID } from 'node:crypto'
import kafkajs, { type Admin, type ITopicConfig, type KafkaConfig, type Message, type Producer } from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { createBrokers } from '../../../streams/runtime/log/kafka/fetch/brokers.ts'
import { createReading } from '../../../streams/runtime/log/kafka/fetch/create-reading.ts'
import { kafkajsInternals } from '../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'
import type { Reading } from '../../../streams/runtime/log/kafka/fetch/reading.ts'
import type { ReadResult, StoredRecord } from '../../../streams/runtime/log/log.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
const config: KafkaConfig = { brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING, connectionTimeout: 5_000 }
const client = new kafkajs.Kafka(config)
const createPartitioner = kafkajs.Partitioners.DefaultPartitioner

test('should say of an empty partition that it is at its end, with the first poll', () =>
  withTopic({ numPartitions: 2 }, async ({ topic, reading }) => {
    assert.equal(await reading.read(topic, 0, 0), { records: [], next: 0, start: 0, atEnd: true })
    assert.equal(await reading.bounds(topic, 1), { start: 0, end: 0 })
    const consumer = reading.consumer([{ topic, partition: 1, from: 0 }])
    assert.equal(await consumer.poll({ maxBytes: 1_000, timeoutMs: 0 }), [{ records: [], next: 0, start: 0, atEnd: true }])
    await consumer.close()
  }))

test('should not connect again once it is closed, for whatever goes on in the background', async () => {
  const brokers = createBrokers(kafkajsInternals(config))
  await brokers.refresh([])
  await brokers.close()
  assert.is(codeOf(await brokers.refresh([]).catch((error) => error)), 'HS_LOG_CLOSED')
  assert.is(codeOf(await brokers.speaks(1, 0).catch((error) => error)), 'HS_LOG_CLOSED')
})

test('should bring keys, values, headers and tombstones as they were sent', () =>
  withTopic({}, async ({ topic, reading, send }) => {
    await send([{ key: 'k', value: 'v', headers: { a: 'ü', b: '' } }, { key: 'k', value: null }, { value: '' }])
    const { records, atEnd } = await reading.read(topic, 0, 0)
    assert.equal(
      records.map(({ offset, key, value, headers }) => [offset, key && String(key), value && String(value), { ...headers }]),
      [
        [0, 'k', 'v', { a: 'ü', b: '' }],
        [1, 'k', null, {}],
        [2, null, '', {}],
      ],
    )
    assert.ok(atEnd)
  }))

test('should wake a poll that waits when a record comes, even one without bytes', () =>
  withTopic({ numPartitions: 2 }, async ({ topic, reading, send }) => {
    const consumer = reading.consumer([0, 1].map((partition) => ({ topic, partition, from: 0 })))
    const polled = consumer.poll({ maxBytes: 1_000, timeoutMs: 60_000 })
    await send([{ value: '', partition: 1 }])
    assert.equal((await polled).map(textsOf), [[], ['']])
    await consumer.close()
  }))

test('should show what was committed alone, pass over the rest, and end where readers can reach', () =>
  withTopic({}, async ({ topic, reading }) => {
    await withTransactions(async (transact) => {
      await transact('abort', { topic, messages: [{ value: 'a' }] })
      await transact('commit', { topic, messages: [{ value: 'b' }, { value: 'c' }] })
      await transact('abort', { topic, messages: [{ value: 'd' }] })
    })
    reading.wrote(topic, 0, 7)
    const { end } = await reading.bounds(topic, 0)
    const result = await reading.read(topic, 0, 0)
    assert.equal(textsOf(result), ['b', 'c'])
    assert.is(result.next, end)
    assert.ok(result.atEnd && end >= 7)
  }))

test('should hold back what stands behind an open transaction, and wait for it when it wrote that itself', () =>
  withTopic({}, async ({ topic, reading, send }) => {
    await send([{ value: 'before' }])
    await withTransactions(async (_, producer) => {
      const open = await producer.transaction()
      await open.send({ topic, messages: [{ value: 'open' }] })
      await send([{ value: 'behind' }])
      const held = await reading.read(topic, 0, 0)
      assert.equal(textsOf(held), ['before'])
      assert.ok(held.atEnd)
      reading.wrote(topic, 0, 3)
      const settled = await reading.read(topic, 0, 0, { to: 1 })
      assert.equal(textsOf(settled), ['before'])
      const waiting = reading.read(topic, 0, 0)
      await open.commit()
      assert.equal(textsOf(await waiting), ['before', 'open', 'behind'])
    })
  }))

test('should go on at the start that is kept when what was asked for is gone', () =>
  withTopic({}, async ({ topic, reading, send, admin }) => {
    await send(Array.from({ length: 10 }, (_, at) => ({ value: String(at) })))
    await deleteBefore(admin, topic, '6')
    const result = await reading.read(topic, 0, 2)
    assert.is(result.start, 6)
    assert.equal(textsOf(result), ['6', '7', '8', '9'])
    const consumer = reading.consumer([{ topic, partition: 0, from: 0 }])
    const [polled] = await pollFor(consumer.poll, 4)
    assert.is(polled.start, 6)
    assert.equal(textsOf(polled), ['6', '7', '8', '9'])
    await consumer.close()
    assert.equal(await reading.bounds(topic, 0), { start: 6, end: 10 })
  }))

test('should name a topic that is shorter than what was read of it, and wait there for nobody who only asks', () =>
  withTopic({}, async ({ topic, reading, send }) => {
    await send([{ value: 'a' }, { value: 'b' }])
    const consumer = reading.consumer([{ topic, partition: 0, from: 7 }])
    const error = await consumer.poll({ maxBytes: 1_000, timeoutMs: 5_000 }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await consumer.close()
    assert.is(codeOf(error), 'HS_TOPIC_SHORTENED')
    assert.match(String(error), 'read up to offset 7 of partition 0, and now ends at 2')
    assert.equal(textsOf(await reading.read(topic, 0, 7)), [])
  }))

test('should bring every record of many large and small batches once and in order', () =>
  withTopic({ numPartitions: 3 }, async ({ topic, reading, send }) => {
    const count = 30
    for (let at = 0; at < count; at++)
      await send(
        [0, 1, 2].map((partition) => ({ partition, key: String(at), value: Buffer.alloc(at % 7 === 0 ? 900_000 : 10, at) })),
      )
    const consumer = reading.consumer([0, 1, 2].map((partition) => ({ topic, partition, from: 0 })))
    const seen: StoredRecord[][] = [[], [], []]
    for (let atEnd = false; !atEnd; ) {
      const results = await consumer.poll({ maxBytes: 100_000, timeoutMs: 10_000 })
      for (const [at, result] of results.entries()) seen[at].push(...result.records)
      atEnd = results.every((result) => result.atEnd)
    }
    const keys = Array.from({ length: count }, (_, at) => String(at))
    for (const records of seen)
      assert.equal(
        records.map(({ key }) => String(key)),
        keys,
      )
    await consumer.close()
  }))

test('should name a topic or a partition that does not exist', () =>
  withTopic({}, async ({ topic, reading }) => {
    assert.is(await codeFrom(reading.read(`${topic}.nowhere`, 0, 0)), 'HS_TOPIC_UNKNOWN')
    assert.is(await codeFrom(reading.bounds(topic, 1)), 'HS_TOPIC_UNKNOWN')
    const consumer = reading.consumer([{ topic, partition: 4, from: 0 }])
    assert.is(await codeFrom(consumer.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_TOPIC_UNKNOWN')
    await consumer.close()
  }))

test('should end what waits when it is closed', () =>
  withTopic({}, async ({ topic, reading }) => {
    const left = reading.consumer([{ topic, partition: 0, from: 0 }])
    const leaving = left.poll({ maxBytes: 1, timeoutMs: 60_000 })
    await left.close()
    assert.equal((await leaving)[0].records, [])
    assert.is(await codeFrom(left.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_LOG_CLOSED')
    const cut = codeFrom(reading.consumer([{ topic, partition: 0, from: 0 }]).poll({ maxBytes: 1, timeoutMs: 60_000 }))
    await reading.close()
    assert.is(await cut, 'HS_LOG_CLOSED')
    assert.is(await codeFrom(reading.read(topic, 0, 0)), 'HS_LOG_CLOSED')
  }))

test('should name a cluster that cannot be reached', async () => {
  const reading = createReading({ internals: kafkajsInternals({ ...config, brokers: ['127.0.0.1:1'] }) })
  const begun = performance.now()
  assert.is(await codeFrom(reading.read('any', 0, 0)), 'HS_KAFKA_UNREACHABLE')
  const consumer = reading.consumer([{ topic: 'any', partition: 0, from: 0 }])
  assert.is(await codeFrom(consumer.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_KAFKA_UNREACHABLE')
  assert.ok(performance.now() - begun < 60_000)
  await reading.close()
})

test.after(() => kafka.stop())

interface Given {
  readonly topic: string
  readonly reading: Reading
  readonly admin: Admin
  send(messages: Message[]): Promise<void>
}

/** Gives the body a topic of its own, and ends what it used. */
async function withTopic(settings: Partial<ITopicConfig>, body: (given: Given) => Promise<void>): Promise<void> {
  const topic = `fetch.${randomUUID()}`
  const admin = client.admin()
  const producer = client.producer({ createPartitioner, idempotent: true, maxInFlightRequests: 1 })
  const reading = createReading({ internals: kafkajsInternals(config) })
  await Promise.all([admin.connect(), producer.connect()])
  try {
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, ...settings }] })
    await body({
      topic,
      reading,
      admin,
      async send(messages) {
        await producer.send({ topic, messages: messages.map((message) => ({ partition: 0, ...message })) })
      },
    })
  } finally {
    await Promise.all([reading.close(), admin.disconnect(), producer.disconnect()])
  }
}

/** kafkajs's admin finds the leader only of topics that it knows already; asking for their offsets makes them known. */
async function deleteBefore(admin: Admin, topic: string, offset: string): Promise<void> {
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] })
}

type Transact = (end: 'commit' | 'abort', record: { topic: string; messages: Message[] }) => Promise<void>

async function withTransactions(body: (transact: Transact, producer: Producer) => Promise<void>): Promise<void> {
  const transactionalId = `fetch.${randomUUID()}`
  const producer = client.producer({ createPartitioner, idempotent: true, maxInFlightRequests: 1, transactionalId })
  await producer.connect()
  try {
    await body(async (end, record) => {
      const transaction = await producer.transaction()
      await transaction.send(record)
      await transaction[end]()
    }, producer)
  } finally {
    await producer.disconnect()
  }
}

/** Polls until the first input has brought so many records; they may come in several fetches. */
async function pollFor(
  poll: (options: { maxBytes: number; timeoutMs: number }) => Promise<readonly ReadResult[]>,
  count: number,
): Promise<readonly ReadResult[]> {
  for (;;) {
    const results = await poll({ maxBytes: 1_000_000, timeoutMs: 10_000 })
    if (results[0].records.length >= count) return results
    assert.is(results[0].records.length, 0, 'a handful of records comes at once')
  }
}

function textsOf({ records }: ReadResult): string[] {
  return records.map((record) => String(record.value))
}

function codeFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'none', codeOf)
}

test.run()
