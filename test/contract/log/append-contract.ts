import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { LARGEST_RECORD_BYTES } from '../../../streams/runtime/log/log.ts'
import { partitionOf } from '../../../streams/runtime/log/shared/partition-of.ts'
import {
  Compacted,
  codeFrom,
  type Define,
  type LogFactory,
  Plain,
  plain,
  readAll,
  SPREAD_PARTITIONS,
  Spread,
  valuesIn,
  withLog,
} from './fixture.ts'

export function appendContract(define: Define, factory: LogFactory, takesClock: boolean): void {
  define('answer with positions in the order of the records', () =>
    withLog(factory, async (log) => {
      const positions = await log.append([plain('a'), plain('b'), plain('c')])
      assert.equal(
        positions.map(({ topic, partition }) => ({ topic, partition })),
        Array(3).fill({ topic: Plain.name, partition: 0 }),
      )
      const stored = await readAll(log, Plain.name)
      assert.equal(
        stored.map((record) => record.offset),
        positions.map((position) => position.offset),
      )
    }),
  )

  define('keep the order of each key when many appends are under way at once', () =>
    withLog(factory, async (log) => {
      const keys = ['web-1', 'web-2', 'db-1']
      const appends = Array.from({ length: 90 }, (_, at) =>
        log.append([{ topic: Spread.name, key: Buffer.from(keys[at % 3]), value: Buffer.from(String(at)) }]),
      )
      await Promise.all(appends)
      for (const key of keys) {
        const stored = await readAll(log, Spread.name, partitionOf(Buffer.from(key), SPREAD_PARTITIONS))
        const numbers = stored.filter((record) => record.key?.toString() === key).map((record) => Number(record.value))
        assert.is(numbers.length, 30)
        assert.equal(
          numbers,
          numbers.toSorted((a, b) => a - b),
        )
      }
    }),
  )

  define('put a record where murmur2 of its key sends it, and one without a key into partition 0', () =>
    withLog(factory, async (log) => {
      const names = Array.from({ length: 20 }, (_, at) => `default/host-${at}`)
      const positions = await log.append(names.map((name) => ({ topic: Spread.name, key: Buffer.from(name), value: null })))
      assert.equal(
        positions.map((position) => position.partition),
        names.map((name) => partitionOf(Buffer.from(name), SPREAD_PARTITIONS)),
      )
      const [keyless] = await log.append([{ topic: Spread.name, key: null, value: Buffer.from('x') }])
      assert.is(keyless.partition, 0)
    }),
  )

  define('put a record into the partition that it names', () =>
    withLog(factory, async (log) => {
      const [position] = await log.append([{ topic: Spread.name, partition: 3, key: Buffer.from('a'), value: Buffer.from('x') }])
      assert.is(position.partition, 3)
      assert.equal(await valuesIn(log, Spread.name, 3), ['x'])
    }),
  )

  define('give back keys, values, headers and arrival as they came, empty and null apart', () =>
    withLog(factory, async (log, time) => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
      const headers = { ce_id: '1', ce_type: 'é 漢 🚑', __proto: 'x', empty: '' }
      const before = Date.now()
      time.now = 2_000_000
      await log.append([
        { topic: Plain.name, key: all, value: all, headers },
        { topic: Plain.name, key: null, value: null },
        { topic: Plain.name, key: Buffer.alloc(0), value: Buffer.alloc(0), headers: {} },
      ])
      const [full, nothing, empty] = await readAll(log, Plain.name)
      assert.equal(full.key, all)
      assert.equal(full.value, all)
      assert.equal({ ...full.headers }, headers)
      if (takesClock) assert.is(full.arrival, 2_000_000)
      else assert.ok(Math.abs(full.arrival - before) < 60_000, `arrived at ${full.arrival}, sent at ${before}`)
      assert.is(nothing.key, null)
      assert.is(nothing.value, null)
      assert.equal(empty.key, Buffer.alloc(0))
      assert.equal(empty.value, Buffer.alloc(0))
      assert.equal({ ...empty.headers }, {})
    }),
  )

  define('take a record of the largest size and refuse a larger one by name, with the rest of its call', () =>
    withLog(factory, async (log) => {
      const key = Buffer.from('default/web-1')
      const largest = Buffer.alloc(LARGEST_RECORD_BYTES - key.length, 7)
      await log.append([{ topic: Plain.name, key, value: largest }])
      const call = log.append([plain('innocent'), { topic: Plain.name, key, value: Buffer.concat([largest, Buffer.alloc(1)]) }])
      const error = await call.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      assert.instance(error, HomeostatError)
      if (!(error instanceof HomeostatError)) return
      assert.is(error.code, 'HS_RECORD_TOO_LARGE')
      assert.is(error.value, LARGEST_RECORD_BYTES + 1)
      assert.is(error.limit, LARGEST_RECORD_BYTES)
      assert.match(error.message, /default\/web-1/)
      assert.match(error.message, /contract\.plain/)
      const stored = await readAll(log, Plain.name)
      assert.is(stored.length, 1)
      assert.equal(stored[0].value, largest)
    }),
  )

  define('refuse an unknown topic or partition with the rest of the call', () =>
    withLog(factory, async (log) => {
      assert.is(
        await codeFrom(log.append([plain('a'), { topic: 'contract.nowhere', key: null, value: null }])),
        'HS_TOPIC_UNKNOWN',
      )
      assert.is(
        await codeFrom(log.append([plain('a'), { topic: Plain.name, partition: 1, key: null, value: null }])),
        'HS_TOPIC_UNKNOWN',
      )
      assert.is(await codeFrom(log.read('contract.nowhere', 0, 0)), 'HS_TOPIC_UNKNOWN')
      assert.is(await codeFrom(log.bounds(Plain.name, 9)), 'HS_TOPIC_UNKNOWN')
      assert.equal(await valuesIn(log, Plain.name), [])
    }),
  )

  define('refuse a record without a key on a compacted topic', () =>
    withLog(factory, async (log) => {
      assert.is(await codeFrom(log.append([{ topic: Compacted.name, key: null, value: Buffer.from('x') }])), 'HS_KEY_MISSING')
    }),
  )

  define('keep the records of a topic that is created again', () =>
    withLog(factory, async (log) => {
      await log.append([plain('a')])
      await log.createTopics([{ topic: Plain, partitions: 1 }])
      assert.equal(await valuesIn(log, Plain.name), ['a'])
    }),
  )

  define('refuse everything once it is closed', () =>
    withLog(factory, async (log) => {
      const writer = await log.writer('late')
      const consumer = log.consumer([{ topic: Plain.name, partition: 0, from: 0 }])
      await log.close()
      assert.is(await codeFrom(log.append([plain('a')])), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.read(Plain.name, 0, 0)), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.bounds(Plain.name, 0)), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.partitions()), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.createTopics([])), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.writer('later')), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(log.maintain(0, [])), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(writer.commit([plain('a')])), 'HS_LOG_CLOSED')
      assert.is(await codeFrom(consumer.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_LOG_CLOSED')
    }),
  )
}
