import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../../schemas/core/homeostat-error.ts'
import { flexibleWriter } from '../../../../../../../streams/runtime/log/kafka/fetch/flexible.ts'
import { decodeProducers } from '../../../../../../../streams/runtime/log/kafka/hanging/describe-producers.ts'
import { decodeTransactions } from '../../../../../../../streams/runtime/log/kafka/hanging/describe-transaction.ts'
import { decodeMarkers, writeMarker } from '../../../../../../../streams/runtime/log/kafka/hanging/write-marker.ts'

// The answers are built as Kafka 4.3.1 defines them in DescribeTransactionsResponse.json and its neighbours; a broker gives them in
// test/kafka/laws/hanging-transaction.test.ts.

test('should read what a coordinator tells of a transaction that has partitions left', () => {
  const payload = flexibleWriter()
    .noTags()
    .int32(0)
    .array([0], (_, writer) => {
      writer.int16(0).string('prod.sense.0').string('PrepareCommit').int32(10_000).int64(1_795_276_476_668).int64(4).int16(7)
      writer.array(['prod.sense.epochs'], (topic, one) => {
        one.string(topic)
        one.array([0, 3], (partition) => one.int32(partition))
        one.noTags()
      })
      writer.noTags()
    })
    .noTags()
    .bytes()
  const expected = { errorCode: 0, state: 'PrepareCommit', startedAt: 1_795_276_476_668, producerId: 4, producerEpoch: 7 }
  assert.equal(decodeTransactions(payload), [expected])
})

test('should read the producers of partitions, with and without an open transaction', () => {
  const payload = flexibleWriter()
    .noTags()
    .int32(0)
    .array(['prod.sense.epochs'], (topic, writer) => {
      writer.string(topic)
      writer.array([0], (partition) => {
        writer.int32(partition).int16(0).string('')
        writer.array([44, -1], (openSince) => {
          writer.int64(4).int32(7).int32(12).int64(1_795_276_476_700).int32(-1).int64(openSince).noTags()
        })
        writer.noTags()
      })
      writer.noTags()
    })
    .noTags()
    .bytes()
  const common = { producerId: 4, producerEpoch: 7, lastWroteAt: 1_795_276_476_700, coordinatorEpoch: -1 }
  assert.equal(decodeProducers(payload), [
    {
      topic: 'prod.sense.epochs',
      partition: 0,
      errorCode: 0,
      producers: [
        { ...common, openSince: 44 },
        { ...common, openSince: -1 },
      ],
    },
  ])
})

test('should write a marker as Kafka reads it, with the decision in one byte', async () => {
  const marker = { topic: 't', partition: 2, producerId: 4, producerEpoch: 7, coordinatorEpoch: 3, commits: true }
  assert.is(await bytesOf(marker), '00 02 0000000000000004 0007 01 02 02 74 02 00000002 00 00000003 00 00'.replaceAll(' ', ''))
  assert.is(await bytesOf({ ...marker, commits: false }), '00020000000000000004000700020274020000000200000000030000')
})

test("should read a broker's answer to a marker, and its refusal", () => {
  const answer = (code: number) =>
    flexibleWriter()
      .noTags()
      .array([4], (id, writer) => {
        writer.int64(id)
        writer.array(['t'], (topic) => {
          writer.string(topic)
          writer.array([2], (partition) => writer.int32(partition).int16(code).noTags())
          writer.noTags()
        })
        writer.noTags()
      })
      .noTags()
      .bytes()
  assert.equal(decodeMarkers(answer(0)), [0])
  assert.equal(decodeMarkers(answer(31)), [31])
})

test('should refuse an answer that ends too soon', () => {
  let code = 'none'
  try {
    decodeProducers(Buffer.from([0, 0, 0, 0, 0, 2, 2]))
  } catch (error) {
    code = codeOf(error)
  }
  assert.is(code, 'HS_BATCH_CORRUPT')
})

test.run()

async function bytesOf(marker: Parameters<typeof writeMarker>[0]): Promise<string> {
  const { request } = writeMarker(marker)
  assert.ok('encode' in request && typeof request.encode === 'function')
  const encoded: { buffer: Buffer } = await request.encode()
  return encoded.buffer.toString('hex')
}
