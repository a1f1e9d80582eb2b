import * as assert from 'uvu/assert'
import { codeFrom, type Define, type LogFactory, Plain, plain, Spread, valuesIn, withLog } from './fixture.ts'

export function writerContract(define: Define, factory: LogFactory): void {
  define('commit records of several topics together', () =>
    withLog(factory, async (log) => {
      const writer = await log.writer('task-0')
      const positions = await writer.commit([
        plain('a'),
        { topic: Spread.name, partition: 2, key: null, value: Buffer.from('b') },
        plain('c'),
      ])
      assert.equal(
        positions.map(({ topic, partition }) => [topic, partition]),
        [
          [Plain.name, 0],
          [Spread.name, 2],
          [Plain.name, 0],
        ],
      )
      assert.equal(await valuesIn(log, Plain.name), ['a', 'c'])
      assert.equal(await valuesIn(log, Spread.name, 2), ['b'])
    }),
  )

  define('leave no trace of a commit that is refused', () =>
    withLog(factory, async (log) => {
      const writer = await log.writer('task-0')
      assert.is(
        await codeFrom(writer.commit([plain('a'), { topic: 'contract.nowhere', key: null, value: null }])),
        'HS_TOPIC_UNKNOWN',
      )
      assert.equal(await valuesIn(log, Plain.name), [])
    }),
  )

  define('fence every older writer of the same id, and no other', () =>
    withLog(factory, async (log) => {
      const other = await log.writer('task-1')
      const oldest = await log.writer('task-0')
      const older = await log.writer('task-0')
      const newest = await log.writer('task-0')
      for (const fenced of [oldest, older]) assert.is(await codeFrom(fenced.commit([plain('fenced')])), 'HS_LOG_FENCED')
      await newest.commit([plain('newest')])
      await other.commit([plain('other')])
      assert.is(await codeFrom(older.commit([plain('fenced')])), 'HS_LOG_FENCED')
      assert.equal(await valuesIn(log, Plain.name), ['newest', 'other'])
    }),
  )

  define('settle the commits of an older writer before a newer one is open', () =>
    withLog(factory, async (log) => {
      const older = await log.writer('task-0')
      const before = codeFrom(older.commit([plain('before')]))
      const opening = log.writer('task-0')
      const after = codeFrom(older.commit([plain('after')]))
      const newer = await opening
      const seen = await valuesIn(log, Plain.name)
      await newer.commit([plain('newer')])
      assert.is(await after, 'HS_LOG_FENCED')
      assert.equal(seen, (await before) === 'none' ? ['before'] : [])
      assert.equal(await valuesIn(log, Plain.name), [...seen, 'newer'])
    }),
  )

  define('refuse a fenced commit without spoiling what is written with it', () =>
    withLog(factory, async (log) => {
      const older = await log.writer('task-0')
      const newer = await log.writer('task-0')
      const outcomes = await Promise.all(
        [log.append([plain('a')]), older.commit([plain('fenced')]), newer.commit([plain('b')]), log.append([plain('c')])].map(
          codeFrom,
        ),
      )
      assert.equal(outcomes, ['none', 'HS_LOG_FENCED', 'none', 'none'])
      assert.equal((await valuesIn(log, Plain.name)).toSorted(), ['a', 'b', 'c'])
    }),
  )

  define('refuse the commits of a closed writer', () =>
    withLog(factory, async (log) => {
      const writer = await log.writer('task-0')
      await writer.close()
      assert.is(await codeFrom(writer.commit([plain('a')])), 'HS_LOG_CLOSED')
    }),
  )
}
