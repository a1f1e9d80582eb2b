import type { Message, ProducerBatch, RecordMetadata } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Position } from '../log.ts'
import type { Place } from './fetch/place.ts'
import type { Outgoing } from './pieces.ts'

/** A transaction, or a producer without one. */
export interface BatchSender {
  sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]>
}

/**
 * Sends what fits one request for each partition, one partition after the other, and tells where each record stands.
 *
 * One call of kafkajs for several partitions is not safe: it asks their leaders side by side, and when one of them refuses it begins
 * again with all that have not answered yet, also those whose first request is still on its way. These records are then written twice,
 * under other sequence numbers, in the same transaction. The refusal needs no fault: two leaders whose partitions are added to a
 * transaction at the same moment are enough (CONCURRENT_TRANSACTIONS). With one partition there is one leader, and what is sent again
 * has its old sequence number.
 *
 * @throws HS_KAFKA_FAILED when a partition has no answer; what kafkajs throws
 */
export async function sendPiece(sender: BatchSender, piece: readonly Outgoing[]): Promise<Position[]> {
  const next = new Map<Place, number>()
  for (const [place, messages] of messagesByPlace(piece)) next.set(place, await sendTo(sender, place, messages))
  return piece.map(({ record, place }) => {
    const offset = next.get(place) ?? 0
    next.set(place, offset + 1)
    return { topic: record.topic, partition: place.partition, offset }
  })
}

/** @returns the offset of the first one */
async function sendTo(sender: BatchSender, place: Place, messages: Message[]): Promise<number> {
  const { topic, partition } = place
  const answers = await sender.sendBatch({ acks: -1, timeout: 10_000, topicMessages: [{ topic, messages }] })
  const answer = answers.find((one) => one.topicName === topic && one.partition === partition)
  const offset = Number(answer?.baseOffset ?? -1)
  if (offset < 0) throw unanswered(place)
  return offset
}

function messagesByPlace(piece: readonly Outgoing[]): Map<Place, Message[]> {
  const byPlace = new Map<Place, Message[]>()
  for (const { record, place } of piece) {
    const messages = byPlace.get(place) ?? []
    byPlace.set(place, messages)
    const { key, value, headers } = record
    messages.push({ key, value, partition: place.partition, ...(headers && { headers: { ...headers } }) })
  }
  return byPlace
}

function unanswered({ topic, partition }: Place): HomeostatError {
  const message = `Kafka did not say where the records for partition ${partition} of the topic ${topic} stand.`
  return new HomeostatError('HS_KAFKA_FAILED', { value: topic, message })
}
