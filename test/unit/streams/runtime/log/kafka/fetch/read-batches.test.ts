import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readBatches } from '../../../../../../../streams/runtime/log/kafka/fetch/read-batches.ts'
import type { StoredRecord } from '../../../../../../../streams/runtime/log/log.ts'
import { encodeBatch, encodeMarker, type PlainRecord, plainRecord } from './encode-batch.ts'

const bytes = fc.option(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  { nil: null },
)
const recordsArbitrary = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 300 }),
      timestampDelta: fc.integer({ min: -1_000_000, max: 10_000_000_000 }),
      key: bytes,
      value: bytes,
      headers: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 30 }), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((records): PlainRecord[] => {
    let offsetDelta = -1
    return records.map(({ gap, ...record }) => {
      offsetDelta += gap
      return { ...record, offsetDelta }
    })
  })

test('should read what a producer encoded, whatever the records, from any offset', async () => {
  await fc.assert(
    fc.asyncProperty(
      recordsArbitrary,
      fc.nat(2 ** 40),
      fc.constantFrom(0, 1),
      fc.boolean(),
      fc.nat(50),
      async (records, firstOffset, compression, isStampedByLog, skip) => {
        const firstTimestamp = 1_700_000_000_000
        const batches = await encodeBatch(records, { firstOffset, compression, firstTimestamp, maxTimestamp: 5, isStampedByLog })
        const from = firstOffset + skip
        const { records: read, next } = readBatches({ batches, aborted: [], highWatermark: Infinity }, from)
        const expected = records
          .map(({ offsetDelta, timestampDelta, key, value, headers }) => {
            const arrival = isStampedByLog ? 5 : firstTimestamp + timestampDelta
            return { offset: firstOffset + offsetDelta, arrival, key, value, headers }
          })
          .filter(({ offset }) => offset >= from)
        assert.equal(read.map(comparable), expected.map(comparable))
        assert.is(next, Math.max(from, firstOffset + records[records.length - 1].offsetDelta + 1))
      },
    ),
  )
})

test('should keep keys and values as views into what came', async () => {
  const batches = await encodeBatch([plainRecord(0, 'seen')], { firstOffset: 0 })
  const [record] = readBatches({ batches, aborted: [], highWatermark: 9 }, 0).records
  assert.is(record.value?.buffer, batches.buffer)
})

test('should leave a batch that is cut for the next fetch', async () => {
  const first = await encodeBatch([plainRecord(0, 'a')], { firstOffset: 3 })
  const second = await encodeBatch([plainRecord(0, 'b')], { firstOffset: 4 })
  for (let cut = 0; cut < second.length; cut++) {
    const batches = Buffer.concat([first, second.subarray(0, cut)])
    const { records, next } = readBatches({ batches, aborted: [], highWatermark: 9 }, 3)
    assert.equal(records.map(textOf), ['a'])
    assert.is(next, 4)
  }
})

test('should pass over aborted transactions and markers, and keep what others wrote meanwhile', async () => {
  const of = (producerId: number, firstOffset: number, value: string) =>
    encodeBatch([plainRecord(0, value)], { firstOffset, producerId, isTransactional: true })
  const batches = Buffer.concat([
    await of(1, 0, 'aborted'),
    await of(2, 1, 'kept'),
    await encodeBatch([plainRecord(0, 'plain')], { firstOffset: 2, producerId: 1 }),
    await of(1, 3, 'aborted'),
    await encodeMarker('abort', 4, 1),
    await encodeMarker('commit', 5, 2),
    await of(1, 6, 'later'),
    await encodeMarker('commit', 7, 1),
  ])
  const aborted = [{ producerId: 1, firstOffset: 0 }]
  const { records, next } = readBatches({ batches, aborted, highWatermark: 8 }, 0)
  assert.equal(records.map(textOf), ['kept', 'plain', 'later'])
  assert.is(next, 8)
})

test('should hold two aborted transactions of one producer apart', async () => {
  const of = (firstOffset: number, value: string) =>
    encodeBatch([plainRecord(0, value)], { firstOffset, producerId: 7, isTransactional: true })
  const batches = Buffer.concat([
    await of(10, 'aborted'),
    await encodeMarker('abort', 11, 7),
    await of(12, 'kept'),
    await encodeMarker('commit', 13, 7),
    await of(14, 'aborted'),
    await encodeMarker('abort', 15, 7),
  ])
  const aborted = [
    { producerId: 7, firstOffset: 14 },
    { producerId: 7, firstOffset: 10 },
  ]
  assert.equal(readBatches({ batches, aborted, highWatermark: 16 }, 10).records.map(textOf), ['kept'])
})

test('should go on behind a batch that compaction has emptied', async () => {
  const batches = await encodeBatch([], { firstOffset: 20, lastOffsetDelta: 9 })
  assert.equal(readBatches({ batches, aborted: [], highWatermark: 30 }, 22), { records: [], next: 30 })
})

test('should set every record of a batch aside that it cannot decompress, the batch shown once', async () => {
  const foreign = await encodeBatch([plainRecord(0, 'a'), plainRecord(1, 'b'), plainRecord(2, 'c')], { firstOffset: 5 })
  foreign[22] |= 5
  const after = await encodeBatch([plainRecord(0, 'd')], { firstOffset: 8 })
  const { records, next } = readBatches({ batches: Buffer.concat([foreign, after]), aborted: [], highWatermark: 9 }, 5)
  assert.equal(
    records.map((record) => [record.offset, record.unreadable, record.value?.length]),
    [
      [5, 'HS_CODEC_FOREIGN', foreign.length],
      [6, 'HS_CODEC_FOREIGN', 61],
      [7, 'HS_CODEC_FOREIGN', 61],
      [8, undefined, 1],
    ],
  )
  assert.is(next, 9)
})

test('should set a record of the old format aside and go on behind it', async () => {
  const old = Buffer.alloc(34)
  old.writeBigInt64BE(4n, 0)
  old.writeInt32BE(22, 8)
  old[16] = 1
  const batches = Buffer.concat([old, await encodeBatch([plainRecord(0, 'new')], { firstOffset: 5 })])
  const { records, next } = readBatches({ batches, aborted: [], highWatermark: 6 }, 4)
  assert.equal(
    records.map(({ offset, unreadable }) => [offset, unreadable]),
    [
      [4, 'HS_RECORD_FORMAT_OLD'],
      [5, undefined],
    ],
  )
  assert.is(next, 6)
})

test('should read or set aside whatever bits are turned, never throw, and go on unless the batch now looks cut or older', async () => {
  await fc.assert(
    fc.asyncProperty(
      recordsArbitrary,
      fc.constantFrom(0, 1),
      fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 6 }),
      async (records, compression, flips) => {
        const batches = await encodeBatch(records, { firstOffset: 100, compression })
        for (const [at, bit] of flips) batches[at % batches.length] ^= 1 << bit
        const { records: read, next } = readBatches({ batches, aborted: [], highWatermark: 1_000_000 }, 100)
        const isCut = batches.readInt32BE(8) + 12 > batches.length
        if (!isCut) assert.ok(next > 100 || firstOffsetOf(batches) < 100)
        assert.ok(next <= 1_000_000)
        for (const record of read) {
          assert.ok(record.offset >= 100 && record.offset < next)
          if (record.unreadable !== undefined) assert.ok(record.value !== null && record.value.length > 0)
        }
      },
    ),
    { numRuns: 500 },
  )
})

function firstOffsetOf(batches: Buffer): number {
  return Number(batches.readBigInt64BE(0))
}

function comparable({ offset, arrival, key, value, headers }: Omit<StoredRecord, 'unreadable'>): unknown {
  return [offset, arrival, key?.toString('hex') ?? null, value?.toString('hex') ?? null, Object.entries(headers)]
}

function textOf(record: StoredRecord): string {
  return String(record.value)
}

test.run()
