import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Schemas } from '../../../schemas/topics.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
const sockets = new Set<Socket>()
const { connect } = Socket.prototype
Socket.prototype.connect = function remembered(this: Socket, ...args: unknown[]) {
  sockets.add(this)
  return Reflect.apply(connect, this, args)
}
test.after(async () => {
  Socket.prototype.connect = connect
  await kafka.stop()
})

const open = () => [...sockets].filter((socket) => !socket.destroyed)
const record = { topic: Schemas.name, partition: 0, key: Buffer.from('key'), value: Buffer.from('value') }

test('should leave no socket behind when it is closed, however many were wanted at once, and lost', async () => {
  const log = await openKafkaLog({ brokers: kafka.brokers, prefix: `${randomUUID()}.` })
  await log.createTopics([{ topic: Schemas, partitions: 1 }])
  await log.append([record])
  const writer = await log.writer('task.0')
  const membership = await log.join({ name: 'group', tasks: 1, inputs: [Schemas.name] }, { assigned() {}, revoked() {} })
  const consumer = log.consumer([{ topic: Schemas.name, partition: 0, from: 0 }])
  const reads = () => Array.from({ length: 10 }, () => log.read(Schemas.name, 0, 0))
  await Promise.all(reads())
  assert.is((await consumer.poll({ maxBytes: 1_000, timeoutMs: 5_000 }))[0].records.length, 1)

  for (const socket of open()) socket.destroy(new Error('the network is gone'))
  const polled = consumer.poll({ maxBytes: 1_000, timeoutMs: 100 })
  const before = sockets.size
  await Promise.allSettled([...reads(), log.bounds(Schemas.name, 0), writer.commit([record]), log.append([record]), polled])
  assert.ok(sockets.size > before, 'it has connected again')
  assert.is((await log.read(Schemas.name, 0, 0)).records[0]?.value?.toString(), 'value')
  await membership.leave()
  await log.close()
  await until('every socket is gone', async () => open().length === 0, 5_000)
})

test.run()
