import * as assert from 'uvu/assert'
import { appendEach, Compacted, compacted, type Define, type LogFactory, readAll, textOf, valuesIn, withLog } from './fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function compactionContract(define: Define, factory: LogFactory): void {
  define('keep the newest value of each key with its offset', () =>
    withLog(factory, async (log, time) => {
      await appendEach(log, [compacted('a', '1'), compacted('b', '1'), compacted('a', '2')])
      await log.append([compacted('c', '1'), compacted('b', '2'), compacted('a', '3'), compacted('d', '1')])
      const before = await readAll(log, Compacted.name)
      await log.maintain(time.now, [])
      const after = await readAll(log, Compacted.name)
      assert.equal(after.map(textOf), ['1', '2', '3', '1'])
      assert.equal(
        after.map((record) => record.offset),
        before.slice(3).map((record) => record.offset),
      )
    }),
  )

  define('pass over the holes from every offset and reach the end', () =>
    withLog(factory, async (log, time) => {
      await log.append(['a', 'b', 'a', 'c', 'a', 'b'].map((key, at) => compacted(key, String(at))))
      const before = await readAll(log, Compacted.name)
      await log.maintain(time.now, [])
      const { end } = await log.bounds(Compacted.name, 0)
      for (const { offset } of before) {
        const result = await log.read(Compacted.name, 0, offset)
        assert.equal(
          result.records.map(textOf),
          ['3', '4', '5'].filter((value) => before[Number(value)].offset >= offset),
        )
        assert.is(result.next, end)
        assert.ok(result.atEnd)
      }
    }),
  )

  define('keep a tombstone for a day and drop it then', () =>
    withLog(factory, async (log, time) => {
      await appendEach(log, [compacted('a', '1'), compacted('b', '1'), compacted('a', null)])
      await log.maintain(time.now + DAY_MS, [])
      assert.equal(await valuesIn(log, Compacted.name), ['1', null])
      time.now += DAY_MS
      await appendEach(log, [compacted('c', '1')])
      await log.maintain(time.now + 1, [])
      assert.equal(await valuesIn(log, Compacted.name), ['1', '1'])
    }),
  )

  define('leave nothing of a key that ended last', () =>
    withLog(factory, async (log, time) => {
      await appendEach(log, [compacted('a', '1'), compacted('a', null)])
      const { end } = await log.bounds(Compacted.name, 0)
      await log.maintain(time.now + DAY_MS + 1, [])
      const result = await log.read(Compacted.name, 0, 0)
      assert.equal(result.records, [])
      assert.is(result.next, end)
      assert.ok(result.atEnd)
      assert.is((await log.bounds(Compacted.name, 0)).end, end)
    }),
  )

  define('keep what is appended while it compacts', () =>
    withLog(factory, async (log, time) => {
      await log.append(Array.from({ length: 2_000 }, (_, at) => compacted(`key-${at % 10}`, String(at))))
      const [, position] = await Promise.all([log.maintain(time.now, []), log.append([compacted('key-0', 'newest')])])
      const records = await readAll(log, Compacted.name)
      assert.is(records.at(-1)?.offset, position[0].offset)
      assert.is(new Set(records.map((record) => record.key?.toString())).size, 10)
      assert.equal(records.at(-1)?.value, Buffer.from('newest'))
    }),
  )
}
