import { createRequire } from 'node:module'
import kafkajs from 'kafkajs'
import { createBrokers } from '../../../../streams/runtime/log/kafka/fetch/brokers.ts'
import { type EncodedRequest, kafkajsInternals } from '../../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'
import { leaderOf } from '../../../../streams/runtime/log/kafka/fetch/leaders.ts'
import type { Place } from '../../../../streams/runtime/log/kafka/fetch/place.ts'
import { createTransactions } from '../../../../streams/runtime/log/kafka/hanging/transactions.ts'

interface ProduceOptions {
  readonly acks: number
  readonly timeout: number
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly topicData: readonly { topic: string; partitions: readonly object[] }[]
}

const load = createRequire(import.meta.url)
const produce: (options: ProduceOptions) => EncodedRequest = load('kafkajs/src/protocol/requests/produce/v7/request')
const { decode } = load('kafkajs/src/protocol/requests/produce/v7/response')

/** Settings of a broker that takes records of a transaction without asking the coordinator whether they belong to one. */
export const UNVERIFIED = { 'transaction.partition.verification.enable': 'false' }

/**
 * Leaves records, which say `id`, open in these partitions in the name of the producer whose last transaction the coordinator calls
 * complete: what a crash at the wrong moment leaves, without the crash. The producer must not have written there before.
 */
export async function forgeHanging(brokers: readonly string[], id: string, places: readonly Place[]): Promise<void> {
  const config = { brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }
  const connections = createBrokers(kafkajsInternals(config))
  try {
    await connections.refresh([...new Set(places.map(({ topic }) => topic))])
    const last = await createTransactions(connections, 60_000).describe(id)
    if (last === undefined) throw new Error('The broker does not tell of transactions.')
    const { producerId, producerEpoch } = last
    for (const place of places) {
      const { topic, partition } = place
      const messages = [{ value: id, timestamp: Date.now() }]
      const request = produce({
        acks: -1,
        timeout: 10_000,
        transactionalId: id,
        producerId,
        producerEpoch,
        topicData: [{ topic, partitions: [{ partition, firstSequence: 0, messages }] }],
      })
      const answer = await connections.send(leaderOf(connections, place), {
        request,
        response: { decode, parse: async (data: Answer) => data },
      })
      const [{ errorCode }] = answer.topics[0].partitions
      if (errorCode !== 0) throw new Error(`The broker refuses the record: ${errorCode}.`)
    }
  } finally {
    await connections.close()
  }
}

interface Answer {
  readonly topics: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[]
}
