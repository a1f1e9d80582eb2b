import kafkajs, { type KafkaConfig, type Transaction } from 'kafkajs'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { createBrokers } from '../../../../streams/runtime/log/kafka/fetch/brokers.ts'
import { kafkajsInternals } from '../../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'
import type { Place } from '../../../../streams/runtime/log/kafka/fetch/place.ts'
import { createTransactions } from '../../../../streams/runtime/log/kafka/hanging/transactions.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'

export interface OpenTransaction {
  readonly transaction: Transaction
  giveUp(): Promise<void>
}

/** Begins a transaction with one record, which says `id`, in each of these partitions. */
export async function beginTransaction(
  brokers: readonly string[],
  id: string,
  places: readonly Place[],
): Promise<OpenTransaction> {
  const kafka = new kafkajs.Kafka(configOf(brokers))
  const producer = kafka.producer({ transactionalId: id, idempotent: true, maxInFlightRequests: 1, transactionTimeout: 60_000 })
  await producer.connect()
  const transaction = await producer.transaction()
  for (const { topic, partition } of places) await transaction.send({ topic, messages: [{ partition, value: id }] })
  return { transaction, giveUp: () => producer.disconnect() }
}

export interface Observed {
  /** By Kafka's name. */
  readonly state: string
  /** In how many partitions a transaction of this id is open. */
  readonly open: number
}

/** What a cluster knows of the last transaction of `id`, as soon as that is decided and done. */
export async function observeTransaction(brokers: readonly string[], id: string, places: readonly Place[]): Promise<Observed> {
  const connections = createBrokers(kafkajsInternals(configOf(brokers)))
  const transactions = createTransactions(connections, 60_000)
  try {
    for (;;) {
      await connections.refresh([...new Set(places.map(({ topic }) => topic))])
      const described = await transactions.describe(id).catch(unlessPassing)
      if (described === undefined || described.state.startsWith('Prepare')) {
        await systemClock.pause()
        continue
      }
      const partitions = await transactions.producers(places)
      const ofThisId = partitions.filter(({ producers }) =>
        producers.some(({ producerId, openSince }) => producerId === described.producerId && openSince >= 0),
      )
      return { state: described.state, open: ofThisId.length }
    }
  } finally {
    await connections.close()
  }
}

/** A coordinator that has just started reads its topic first. */
function unlessPassing(error: unknown): undefined {
  if (codeOf(error) !== 'HS_KAFKA_TIMEOUT') throw error
}

function configOf(brokers: readonly string[]): KafkaConfig {
  return { brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, connectionTimeout: 5_000 }
}
