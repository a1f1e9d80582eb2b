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
 * Sends what fits one request and tells where each record stands. An answer must have come for every partition: kafkajs forgets
 * records when a partition moves, between two attempts, to a broker that has already answered.
 *
 * @throws HS_KAFKA_FAILED when a partition has no answer; what kafkajs throws
 */
export async function sendPiece(sender: BatchSender, piece: readonly Outgoing[]): Promise<Position[]> {
  const answers = await sender.sendBatch({ acks: -1, timeout: 10_000, topicMessages: topicMessages(piece) })
  const next = new Map<string, number>()
  for (const { topicName, partition, baseOffset } of answers)
    if (baseOffset !== undefined) next.set(keyOf({ topic: topicName, partition }), Number(baseOffset))
  return piece.map(({ record, place }) => {
    const key = keyOf(place)
    const offset = next.get(key)
    if (offset === undefined || offset < 0) throw unanswered(place)
    next.set(key, offset + 1)
    return { topic: record.topic, partition: place.partition, offset }
  })
}

function topicMessages(piece: readonly Outgoing[]): { topic: string; messages: Message[] }[] {
  const byTopic = new Map<string, Message[]>()
  for (const { record, place } of piece) {
    const messages = byTopic.get(place.topic) ?? []
    byTopic.set(place.topic, messages)
    const { key, value, headers } = record
    messages.push({ key, value, partition: place.partition, ...(headers && { headers: { ...headers } }) })
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }))
}

function keyOf({ topic, partition }: Place): string {
  return `${topic} ${partition}`
}

function unanswered({ topic, partition }: Place): HomeostatError {
  const message = `Kafka did not say where the records for partition ${partition} of the topic ${topic} stand.`
  return new HomeostatError('HS_KAFKA_FAILED', { value: topic, message })
}
