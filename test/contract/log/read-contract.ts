import * as assert from 'uvu/assert'
import { appendEach, type Define, type LogFactory, Plain, plain, readAll, textOf, withLog } from './fixture.ts'

export function readContract(define: Define, factory: LogFactory): void {
  define('read from any offset up to any other', () =>
    withLog(factory, async (log) => {
      await appendEach(log, [plain('a'), plain('b')])
      await log.append([plain('c'), plain('d'), plain('e')])
      const all = await readAll(log, Plain.name)
      for (let from = 0; from < all.length; from++)
        for (let to = from + 1; to < all.length; to++) {
          const result = await log.read(Plain.name, 0, all[from].offset, { to: all[to].offset })
          assert.equal(result.records.map(textOf), all.slice(from, to).map(textOf))
          assert.ok(result.atEnd)
        }
    }),
  )

  define('stop after the record with which the bytes are reached, and go on from next', () =>
    withLog(factory, async (log) => {
      await log.append(['a', 'b', 'c', 'd', 'e'].map((letter) => plain(letter.repeat(100))))
      const seen: string[][] = []
      let from = 0
      for (let atEnd = false; !atEnd; ) {
        const result = await log.read(Plain.name, 0, from, { maxBytes: 150 })
        seen.push(result.records.map((record) => (textOf(record) ?? '')[0]))
        from = result.next
        atEnd = result.atEnd
      }
      assert.equal(
        seen.filter((letters) => letters.length > 0),
        [['a', 'b'], ['c', 'd'], ['e']],
      )
    }),
  )

  define('have settled bounds that reach as far as everything that was committed', () =>
    withLog(factory, async (log) => {
      assert.equal(await log.settled(Plain.name, 0), await log.bounds(Plain.name, 0))
      await log.append([plain('a')])
      const writer = await log.writer('task-0')
      const [{ offset }] = await writer.commit([plain('b')])
      const { start, end } = await log.settled(Plain.name, 0)
      assert.ok(start <= offset && offset < end)
      assert.equal((await log.read(Plain.name, 0, start, { to: end })).records.map(textOf), ['a', 'b'])
      await writer.close()
    }),
  )

  define('bring a record that alone exceeds the bytes', () =>
    withLog(factory, async (log) => {
      await log.append([plain('x'.repeat(10_000)), plain('y')])
      const result = await log.read(Plain.name, 0, 0, { maxBytes: 1 })
      assert.is(result.records.length, 1)
      assert.not(result.atEnd)
    }),
  )

  define('say that it is at the end of an empty partition, at the end and behind it', () =>
    withLog(factory, async (log) => {
      const empty = await log.read(Plain.name, 0, 0)
      assert.equal(empty.records, [])
      assert.ok(empty.atEnd)
      await log.append([plain('a')])
      const { end } = await log.bounds(Plain.name, 0)
      for (const from of [end, end + 5]) {
        const result = await log.read(Plain.name, 0, from)
        assert.equal(result.records, [])
        assert.is(result.next, from)
        assert.ok(result.atEnd)
      }
    }),
  )

  define('tell the bounds of each partition', () =>
    withLog(factory, async (log) => {
      assert.equal(await log.bounds(Plain.name, 0), { start: 0, end: 0 })
      const [position] = await log.append([plain('a')])
      const { start, end } = await log.bounds(Plain.name, 0)
      assert.ok(start <= position.offset && position.offset < end)
      const infos = await log.partitions()
      const info = infos.find((one) => one.topic === Plain.name)
      assert.is(info?.end, end)
      assert.ok(info !== undefined && (info.bytes === undefined || info.bytes > 0))
      assert.is(infos.length, 6)
    }),
  )
}
