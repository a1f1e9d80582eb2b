import * as assert from 'uvu/assert'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { type Define, type LogFactory, Plain, plain, readAll, valuesIn, withLog } from './fixture.ts'

export function retentionContract(define: Define, factory: LogFactory): void {
  define('remove what arrived too long ago and move the start', () =>
    withLog(factory, async (log, time) => {
      await appendAt(log, time, [100, 200, 300])
      await log.maintain(1_250, [{ topic: Plain.name, maxAgeMs: 1_000 }])
      assert.equal(await valuesIn(log, Plain.name), ['300'])
      const { start } = await log.bounds(Plain.name, 0)
      assert.is((await readAll(log, Plain.name))[0].offset, start)
    }),
  )

  define('tell a reader that comes too late where the records begin', () =>
    withLog(factory, async (log, time) => {
      await appendAt(log, time, [100, 200, 300])
      await log.maintain(1_250, [{ topic: Plain.name, maxAgeMs: 1_000 }])
      const result = await log.read(Plain.name, 0, 0)
      assert.ok(result.start > 0)
      assert.is(result.records[0].offset, result.start)
    }),
  )

  define('keep the end and give new offsets when everything was removed', () =>
    withLog(factory, async (log, time) => {
      await appendAt(log, time, [100, 200])
      const before = await log.bounds(Plain.name, 0)
      await log.maintain(9_999, [{ topic: Plain.name, maxAgeMs: 1_000 }])
      assert.equal(await log.bounds(Plain.name, 0), { start: before.end, end: before.end })
      const gone = await log.read(Plain.name, 0, 0)
      assert.ok(gone.atEnd)
      assert.is(gone.next, before.end)
      const [position] = await log.append([plain('new')])
      assert.ok(position.offset >= before.end)
    }),
  )

  define('not let age remove what a task has not read', () =>
    withLog(factory, async (log, time) => {
      await appendAt(log, time, [100, 200, 300, 400])
      const all = await readAll(log, Plain.name)
      log.protect('slow', [{ topic: Plain.name, partition: 0, offset: all[1].offset }])
      log.protect('quick', [{ topic: Plain.name, partition: 0, offset: all[3].offset }])
      await log.maintain(9_999, [{ topic: Plain.name, maxAgeMs: 1_000 }])
      assert.equal(await valuesIn(log, Plain.name), ['200', '300', '400'])
      log.protect('slow', [{ topic: Plain.name, partition: 0, offset: all[2].offset }])
      await log.maintain(9_999, [{ topic: Plain.name, maxAgeMs: 1_000 }])
      assert.equal(await valuesIn(log, Plain.name), ['300', '400'])
    }),
  )

  define('let size remove the oldest, also what a task has not read', () =>
    withLog(factory, async (log) => {
      for (let at = 0; at < 50; at++) await log.append([plain(String(at).padStart(1_000, '.'))])
      log.protect('slow', [{ topic: Plain.name, partition: 0, offset: 0 }])
      await log.maintain(1_000_000, [{ topic: Plain.name, maxBytes: 20_000 }])
      const left = await valuesIn(log, Plain.name)
      assert.ok(left.length > 0 && left.length <= 20, `${left.length} are left`)
      assert.is(Number(left.at(-1)?.replaceAll('.', '')), 49)
      const info = (await log.partitions()).find((one) => one.topic === Plain.name)
      assert.ok((info?.bytes ?? Infinity) <= 20_000)
    }),
  )

  define('leave topics alone that retention does not name', () =>
    withLog(factory, async (log, time) => {
      await appendAt(log, time, [100, 200])
      await log.maintain(9_999_999, [])
      assert.equal(await valuesIn(log, Plain.name), ['100', '200'])
    }),
  )
}

/** One append a time, so that each record arrives at its own. */
async function appendAt(log: Log, time: { now: number }, times: readonly number[]): Promise<void> {
  for (const now of times) {
    time.now = now
    await log.append([plain(String(now))])
  }
}
