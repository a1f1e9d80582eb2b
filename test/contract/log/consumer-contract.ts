import * as assert from 'uvu/assert'
import type { Consumer, GroupListener, ReadResult } from '../../../streams/runtime/log/log.ts'
import { codeFrom, type Define, type LogFactory, Plain, plain, Spread, textOf, withLog } from './fixture.ts'

export function consumerContract(define: Define, factory: LogFactory): void {
  define('bring every input in its place, each to its end', () =>
    withLog(factory, async (log) => {
      await log.append([plain('a'), { topic: Spread.name, partition: 1, key: null, value: Buffer.from('b') }, plain('c')])
      const consumer = log.consumer([
        { topic: Spread.name, partition: 1, from: 0 },
        { topic: Spread.name, partition: 0, from: 0 },
        { topic: Plain.name, partition: 0, from: 0 },
      ])
      assert.equal(await pollUntil(consumer, 3, (values) => values.flat().length === 3), [['b'], [], ['a', 'c']])
      await consumer.close()
    }),
  )

  define('say of each input whether it is at its end', () =>
    withLog(factory, async (log) => {
      await log.append([plain('x'.repeat(100)), plain('y'.repeat(100))])
      const consumer = log.consumer([{ topic: Plain.name, partition: 0, from: 0 }])
      const first = await pollOnce(consumer, 50)
      assert.is(first.records.length, 1)
      assert.not(first.atEnd)
      const second = await pollOnce(consumer, 50)
      assert.is(second.records.length, 1)
      assert.ok(second.atEnd)
    }),
  )

  define('wake a poll that waits when a record comes', () =>
    withLog(factory, async (log) => {
      const consumer = log.consumer([
        { topic: Spread.name, partition: 0, from: 0 },
        { topic: Plain.name, partition: 0, from: 0 },
      ])
      const polled = consumer.poll({ maxBytes: 1_000_000, timeoutMs: 60_000 })
      await log.append([plain('a')])
      assert.equal(
        (await polled).map((result) => result.records.map(textOf)),
        [[], ['a']],
      )
      const committed = consumer.poll({ maxBytes: 1_000_000, timeoutMs: 60_000 })
      const writer = await log.writer('task-0')
      await writer.commit([{ topic: Spread.name, partition: 0, key: null, value: Buffer.from('b') }])
      assert.equal(
        (await committed).map((result) => result.records.map(textOf)),
        [['b'], []],
      )
    }),
  )

  define('return with nothing when the time is over', () =>
    withLog(factory, async (log) => {
      const consumer = log.consumer([{ topic: Plain.name, partition: 0, from: 0 }])
      const [result] = await consumer.poll({ maxBytes: 1_000_000, timeoutMs: 1 })
      assert.equal(result.records, [])
      assert.ok(result.atEnd)
    }),
  )

  define('end a poll that waits when the consumer or the log is closed', () =>
    withLog(factory, async (log) => {
      const inputs = [{ topic: Plain.name, partition: 0, from: 0 }]
      const consumer = log.consumer(inputs)
      const left = consumer.poll({ maxBytes: 1, timeoutMs: 60_000 })
      await consumer.close()
      assert.equal((await left)[0].records, [])
      assert.is(await codeFrom(consumer.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_LOG_CLOSED')
      const cut = codeFrom(log.consumer(inputs).poll({ maxBytes: 1, timeoutMs: 60_000 }))
      await log.close()
      assert.is(await cut, 'HS_LOG_CLOSED')
    }),
  )

  define('refuse a poll of an unknown topic', () =>
    withLog(factory, async (log) => {
      const consumer = log.consumer([{ topic: 'contract.nowhere', partition: 0, from: 0 }])
      assert.is(await codeFrom(consumer.poll({ maxBytes: 1, timeoutMs: 0 })), 'HS_TOPIC_UNKNOWN')
    }),
  )

  define('let two consumers of one partition each read all of it', () =>
    withLog(factory, async (log) => {
      const inputs = [{ topic: Plain.name, partition: 0, from: 0 }]
      await log.append([plain('a'), plain('b')])
      for (const consumer of [log.consumer(inputs), log.consumer(inputs)])
        assert.equal(await pollUntil(consumer, 1, (values) => values.flat().length === 2), [['a', 'b']])
    }),
  )

  define('give every task of a group to exactly one member, and all of them to the one that stays', () =>
    withLog(factory, async (log) => {
      const first = member()
      const second = member()
      const staying = await log.join({ name: 'group', tasks: 4, inputs: [Spread.name] }, first)
      await first.until((tasks) => tasks.length === 4)
      const leaving = await log.join({ name: 'group', tasks: 4, inputs: [Spread.name] }, second)
      await second.until((tasks) => tasks.length === 2)
      await first.until((tasks) => tasks.length === 2)
      assert.equal([...first.tasks(), ...second.tasks()].toSorted(), [0, 1, 2, 3])
      await leaving.leave()
      await first.until((tasks) => tasks.length === 4)
      assert.equal(second.tasks(), [])
      await staying.leave()
      assert.equal(first.tasks(), [])
    }),
  )
}

async function pollOnce(consumer: Consumer, maxBytes: number): Promise<ReadResult> {
  const [result] = await consumer.poll({ maxBytes, timeoutMs: 10_000 })
  return result
}

/** The values of each input, from as many polls as it takes. */
async function pollUntil(consumer: Consumer, inputs: number, enough: (values: string[][]) => boolean): Promise<string[][]> {
  const values: string[][] = Array.from({ length: inputs }, () => [])
  while (!enough(values)) {
    const results = await consumer.poll({ maxBytes: 1_000_000, timeoutMs: 10_000 })
    for (const [at, result] of results.entries()) values[at].push(...result.records.map((record) => textOf(record) ?? ''))
  }
  return values
}

interface Member extends GroupListener {
  tasks(): readonly number[]
  until(condition: (tasks: readonly number[]) => boolean): Promise<void>
}

function member(): Member {
  let tasks: number[] = []
  let changed = () => {}
  return {
    assigned(partitions) {
      tasks.push(...partitions)
      changed()
    },
    revoked(partitions) {
      tasks = tasks.filter((task) => !partitions.includes(task))
      changed()
    },
    tasks: () => tasks.toSorted(),
    async until(condition) {
      while (!condition(tasks)) await new Promise<void>((resolve) => (changed = resolve))
    },
  }
}
