import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BATCH_BYTES, type Outgoing, piecesOf, wireBytes } from '../../../../../../streams/runtime/log/kafka/pieces.ts'

const places = [0, 1, 2].map((partition) => ({ topic: 'a', partition }))
const record = fc
  .record({ place: fc.constantFrom(...places), bytes: fc.integer({ min: 0, max: 1_000_000 }), headers: fc.nat(5) })
  .map(({ place, bytes, headers }): Outgoing => {
    const named = Object.fromEntries(Array.from({ length: headers }, (_, at) => [`h${at}`, '']))
    return { place, bytes, record: { topic: 'a', key: null, value: null, headers: named } }
  })

test('should keep all records in their order', () => {
  fc.assert(fc.property(fc.array(record, { maxLength: 60 }), (records) => assert.equal(piecesOf(records).flat(), records)))
})

test('should keep the batch of a partition below the limit, unless one record alone exceeds it', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), (records) => {
      for (const piece of piecesOf(records))
        for (const place of places) {
          const own = piece.filter((one) => one.place === place)
          assert.ok(own.length < 2 || own.reduce((sum, one) => sum + wireBytes(one), 0) <= BATCH_BYTES)
        }
    }),
  )
})

test('should keep small records of many partitions in one piece', () => {
  const records = Array.from({ length: 500 }, (_, at) => ({
    place: places[at % 3],
    bytes: 300,
    record: { topic: 'a', key: null, value: null },
  }))
  assert.is(piecesOf(records).length, 1)
})

test.run()
