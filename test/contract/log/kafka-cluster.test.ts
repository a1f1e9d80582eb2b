import { randomUUID } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import type { KafkaSettings } from '../../../streams/runtime/log/kafka/settings.ts'
import type { Log, Writer } from '../../../streams/runtime/log/log.ts'
import { deleteTopic, makeTopic, withAdmin } from '../../kafka/ordeal/support/cluster.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { startChild } from './child.ts'
import { Compacted, codeFrom, Plain, plain, Spread, valuesIn } from './fixture.ts'

const kafka = await startKafka()
const topics = [
  { topic: Plain, partitions: 1 },
  { topic: Spread, partitions: 4 },
  { topic: Compacted, partitions: 1 },
]

function settings(more: Partial<KafkaSettings> = {}): KafkaSettings {
  return { brokers: kafka.brokers, prefix: `${randomUUID()}.`, ...more }
}

/** Several logs over one part of the cluster, as several processes have them. */
async function withLogs(count: number, body: (...logs: Log[]) => Promise<void>, shared = settings()): Promise<void> {
  const logs: Log[] = []
  try {
    for (let at = 0; at < count; at++) logs.push(await openKafkaLog(shared))
    await logs[0].createTopics(topics)
    await body(...logs)
  } finally {
    await Promise.all(logs.map((log) => log.close()))
  }
}

test('should have one id however many processes open it at the same time', async () => {
  const shared = settings()
  const logs = await Promise.all([openKafkaLog(shared), openKafkaLog(shared), openKafkaLog(shared)])
  await Promise.all(logs.map((log) => log.close()))
  assert.is(new Set(logs.map((log) => log.id)).size, 1)
})

test('should fence the writer of another process, whose commit under way is settled before the newer one is open', () =>
  withLogs(2, async (one, other) => {
    let kept: string[] = []
    for (let round = 0; round < 5; round++) {
      const older = await one.writer('task-0')
      const underWay = keepCommitting(older, round)
      const newer = await other.writer('task-0')
      const seen = await valuesIn(other, Plain.name)
      await newer.commit([plain(`newer ${round}`)])
      const { committed, error } = await underWay
      assert.ok(REFUSALS.includes(codeOf(error)), String(error))
      const after = await valuesIn(other, Plain.name)
      assert.equal(after, [...seen, `newer ${round}`])
      for (const value of [...kept, ...committed]) assert.ok(seen.includes(value), `${value} was acknowledged`)
      kept = after.map(String)
    }
  }))

/** What a broker says to the writer that is overtaken: now and then (4.3.1, soon after its start) only that something went wrong. */
const REFUSALS: readonly string[] = ['HS_LOG_FENCED', 'HS_KAFKA_FAILED']

/** Commits one record after the other until it is refused. */
async function keepCommitting(writer: Writer, round: number): Promise<{ committed: string[]; error: unknown }> {
  const committed: string[] = []
  for (;;) {
    const value = `older ${round}.${committed.length}`
    try {
      await writer.commit([plain(value)])
    } catch (error) {
      return { committed, error }
    }
    committed.push(value)
  }
}

test('should commit more than one request can carry, all or nothing, with the positions of all', () =>
  withLogs(1, async (log) => {
    const writer = await log.writer('task-0')
    const records = Array.from({ length: 30 }, (_, at) => ({
      topic: Spread.name,
      partition: at % 2,
      key: null,
      value: Buffer.alloc(400_000, at),
    }))
    const positions = await writer.commit(records)
    for (const [at, { partition, offset }] of positions.entries()) {
      const { records: found } = await log.read(Spread.name, partition, offset, { maxBytes: 1 })
      assert.is(found[0].offset, offset)
      assert.is(found[0].value?.[0], at)
    }
  }))

test('should append many calls over several partitions together, and refuse only the one that is wrong', () =>
  withLogs(1, async (log) => {
    const wide = [0, 1, 2, 3].map((partition) => ({ topic: Spread.name, partition, key: null, value: Buffer.from('w') }))
    const codes = await Promise.all(
      [log.append(wide), log.append([{ topic: Compacted.name, key: null, value: null }]), log.append([plain('a')])].map(codeFrom),
    )
    assert.equal(codes, ['none', 'HS_KEY_MISSING', 'none'])
    for (const { partition } of wide) assert.equal(await valuesIn(log, Spread.name, partition), ['w'])
    assert.equal(await valuesIn(log, Plain.name), ['a'])
  }))

test('should name a topic that has other partitions or settings than it must', async () => {
  const own = settings()
  const created = { topic: `${own.prefix}${Plain.name}`, numPartitions: 1, replicationFactor: 1 }
  await withAdmin(kafka.brokers, (admin) => admin.createTopics({ topics: [created], waitForLeaders: true }))
  const log = await openKafkaLog(own)
  assert.is(await codeFrom(log.createTopics([{ topic: Plain, partitions: 2 }])), 'HS_TOPIC_PARTITIONS')
  assert.is(await codeFrom(log.createTopics([{ topic: Plain, partitions: 1 }])), 'HS_TOPIC_SETTINGS')
  await log.close()
})

test('should name topics that are missing where it may not create them', async () => {
  assert.is(await codeFrom(openKafkaLog(settings({ manageTopics: false }))), 'HS_TOPIC_MISSING')
})

test('should name within 15 seconds a cluster that does not answer, and one that is not there', async () => {
  const held: Socket[] = []
  const silent = createServer((socket) => held.push(socket))
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const wrong = settings({ brokers: [`127.0.0.1:${port}`] })
  const opened = Date.now()
  const unanswered = await codeFrom(openKafkaLog(wrong))
  for (const socket of held) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
  const closed = Date.now()
  assert.match(unanswered, /^HS_KAFKA_(TIMEOUT|UNREACHABLE)$/)
  assert.ok(closed - opened < 15_000, `took ${closed - opened} ms`)
  assert.is(await codeFrom(openKafkaLog(wrong)), 'HS_KAFKA_UNREACHABLE')
  assert.ok(Date.now() - closed < 15_000, `took ${Date.now() - closed} ms`)
})

test('should refuse another id than the log has', async () => {
  const own = settings()
  await (await openKafkaLog({ ...own, id: 'fixed' })).close()
  assert.is(await codeFrom(openKafkaLog({ ...own, id: 'other' })), 'HS_LOG_ID_FOREIGN')
})

test('should not take a topic that was made again for the one that was read before, however much stands in it', () => {
  const own = settings()
  const name = `${own.prefix}${Plain.name}`
  const body = async (log: Log, later: Log) => {
    await log.append([plain('a'), plain('b')])
    const [old] = await log.consumer([{ topic: Plain.name, partition: 0, from: 0 }]).poll({ maxBytes: 1_000, timeoutMs: 5_000 })
    await deleteTopic(kafka.brokers, name)
    await makeTopic(kafka.brokers, name)
    await later.append(Array.from({ length: old.next + 5 }, () => plain('new')))

    const after = { topic: Plain.name, partition: 0, from: old.next }
    assert.is(await codeFrom(log.consumer([after]).poll({ maxBytes: 1_000, timeoutMs: 5_000 })), 'HS_TOPIC_REPLACED')
    assert.is((await later.bounds(Plain.name, 0)).start, 0, 'who only looks sees what is there')
    assert.is(await codeFrom(later.createTopics(topics)), 'HS_TOPIC_REPLACED')
  }
  return withLogs(2, body, own)
})

test('should not make a topic again that was deleted', () => {
  const own = settings()
  const body = async (_: Log, later: Log) => {
    await deleteTopic(kafka.brokers, `${own.prefix}${Plain.name}`)
    assert.is(await codeFrom(later.createTopics(topics)), 'HS_TOPIC_REPLACED')
  }
  return withLogs(2, body, own)
})

test('should take over its tasks without waiting for the session of its former life', async () => {
  const own = settings({ sessionTimeoutMs: 30_000 })
  const child = startChild('joining-process.ts', [JSON.stringify(own)])
  const former = await child.line()
  await child.kill()
  const began = performance.now()
  const log = await openKafkaLog(own, { members: { recall: () => former, remember() {} } })
  let tasks: readonly number[] = []
  const assigned = (given: readonly number[]) => {
    tasks = given
  }
  await log.join({ name: 'group', tasks: 4, inputs: [Spread.name] }, { assigned, revoked() {} })
  assert.equal(tasks, [0, 1, 2, 3])
  assert.ok(performance.now() - began < 20_000, 'the session of 30 s was not waited for')
  await log.close()
})

test('should leave no member behind when it is closed while it joins', async () => {
  const log = await openKafkaLog(settings())
  await log.createTopics(topics)
  const joining = codeFrom(log.join({ name: 'group', tasks: 4, inputs: [Spread.name] }, { assigned() {}, revoked() {} }))
  await log.close()
  assert.is(await joining, 'HS_LOG_CLOSED')
})

test.after(() => kafka.stop())

test.run()
