import * as assert from 'uvu/assert'
import { type Define, type LogFactory, SPREAD_PARTITIONS, Spread, withLog } from './fixture.ts'

export function volumeContract(define: Define, factory: LogFactory, count: number): void {
  define(`keep ${count} records, each once and in order`, () =>
    withLog(factory, async (log) => {
      for (let at = 0; at < count; at += CALL) {
        const size = Math.min(CALL, count - at)
        await log.append(Array.from({ length: size }, (_, index) => numbered(at + index)))
      }
      let seen = 0
      for (let partition = 0; partition < SPREAD_PARTITIONS; partition++) {
        let expected = partition
        let from = 0
        for (let atEnd = false; !atEnd; ) {
          const result = await log.read(Spread.name, partition, from)
          for (const record of result.records) {
            if (record.value?.readUInt32LE(0) !== expected) assert.is(record.value?.readUInt32LE(0), expected)
            expected += SPREAD_PARTITIONS
          }
          seen += result.records.length
          from = result.next
          atEnd = result.atEnd
        }
      }
      assert.is(seen, count)
    }),
  )
}

function numbered(number: number) {
  const value = Buffer.alloc(24)
  value.writeUInt32LE(number, 0)
  return { topic: Spread.name, partition: number % SPREAD_PARTITIONS, key: null, value }
}

const CALL = 5_000
