import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { type BatchSender, sendPiece } from '../../../../../../streams/runtime/log/kafka/send-piece.ts'

const places = [0, 1].map((partition) => ({ topic: 'p.a', partition }))
const piece = [0, 1, 0].map((partition) => ({
  place: places[partition],
  bytes: 1,
  record: { topic: 'a', key: null, value: Buffer.from('x') },
}))

/** Answers each call with the first offset of the partition that it was for; notes what each call was for. */
function answering(baseOffsets: readonly (string | undefined)[]): BatchSender & { readonly calls: number[][] } {
  const calls: number[][] = []
  return {
    calls,
    async sendBatch({ topicMessages = [] }) {
      const partitions = topicMessages.flatMap(({ messages }) => messages.map(({ partition = -1 }) => partition))
      calls.push(partitions)
      const baseOffset = baseOffsets[partitions[0]]
      return baseOffset === undefined ? [] : [{ topicName: 'p.a', partition: partitions[0], errorCode: 0, baseOffset }]
    },
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

test('should ask kafkajs for one partition at a time, because it may write those of several twice', async () => {
  const sender = answering(['7', '40'])
  await sendPiece(sender, piece)
  assert.equal(sender.calls, [[0, 0], [1]])
})

test('should not take records for written when a partition has no answer', async () => {
  for (const answers of [['7'], ['7', undefined], ['7', '-1']])
    assert.is(await sendPiece(answering(answers), piece).then(() => 'none', codeOf), 'HS_KAFKA_FAILED')
})

test.run()
