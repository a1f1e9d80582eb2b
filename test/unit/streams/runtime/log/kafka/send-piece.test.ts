import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { type BatchSender, sendPiece } from '../../../../../../streams/runtime/log/kafka/send-piece.ts'

const piece = [0, 1, 0].map((partition) => ({
  place: { topic: 'p.a', partition },
  bytes: 1,
  record: { topic: 'a', key: null, value: Buffer.from('x') },
}))

function answering(baseOffsets: readonly (string | undefined)[]): BatchSender {
  return {
    sendBatch: async () =>
      baseOffsets.map((baseOffset, partition) => ({
        topicName: 'p.a',
        partition,
        errorCode: 0,
        ...(baseOffset !== undefined && { baseOffset }),
      })),
  }
}

test('should count on from the first offset of each partition', async () => {
  assert.equal(
    (await sendPiece(answering(['7', '40']), piece)).map(({ topic, partition, offset }) => [topic, partition, offset]),
    [
      ['a', 0, 7],
      ['a', 1, 40],
      ['a', 0, 8],
    ],
  )
})

test('should not take records for written when a partition has no answer', async () => {
  for (const answers of [['7'], ['7', undefined], ['7', '-1']])
    assert.is(await sendPiece(answering(answers), piece).then(() => 'none', codeOf), 'HS_KAFKA_FAILED')
})

test.run()
