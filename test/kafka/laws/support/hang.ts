import kafkajs, { type KafkaConfig } from 'kafkajs'
import type { Cluster } from '../../../../ops/kafka/broker.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { type Brokers, createBrokers } from '../../../../streams/runtime/log/kafka/fetch/brokers.ts'
import { kafkajsInternals } from '../../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'
import type { Place } from '../../../../streams/runtime/log/kafka/fetch/place.ts'
import { createTransactions, type Transactions } from '../../../../streams/runtime/log/kafka/hanging/transactions.ts'

/** A transaction in whose partitions the broker is killed as soon as it has acknowledged the end. */
export interface Ended {
  readonly id: string
  readonly end: 'commit' | 'abort'
  readonly places: readonly Place[]
}

/**
 * Writes one record, which says `id`, to every partition, ends the transaction, kills the only broker the moment its end is
 * acknowledged and starts it again.
 */
export async function killAtEnd(broker: Cluster, { id, end, places }: Ended): Promise<void> {
  const kafka = new kafkajs.Kafka(configOf(broker))
  const producer = kafka.producer({ transactionalId: id, idempotent: true, maxInFlightRequests: 1, transactionTimeout: 60_000 })
  await producer.connect()
  const transaction = await producer.transaction()
  for (const { topic, partition } of places) await transaction.send({ topic, messages: [{ partition, value: id }] })
  await transaction[end]()
  process.kill(broker.pids()[0], 'SIGKILL')
  await producer.disconnect()
  await broker.restart(1)
}

export interface Observed {
  /** By Kafka's name. */
  readonly state: string
  /** Partitions in which a transaction is open. */
  readonly open: readonly Place[]
}

/** What the broker knows of the transaction, once it has completed it. */
export async function observe(broker: Cluster, { id, places }: Ended): Promise<Observed> {
  return withTransactions(broker, async (transactions, brokers) => {
    for (;;) {
      await brokers.refresh([...new Set(places.map(({ topic }) => topic))])
      const described = await transactions.describe(id).catch(unlessPassing)
      if (described === undefined || described.state.startsWith('Prepare')) continue
      const partitions = await transactions.producers(places)
      const open = partitions.filter(({ producers }) => producers.some(({ openSince }) => openSince >= 0))
      return { state: described.state, open }
    }
  })
}

/** A coordinator that has just started reads its topic first. */
function unlessPassing(error: unknown): undefined {
  if (codeOf(error) !== 'HS_KAFKA_TIMEOUT') throw error
}

async function withTransactions<T>(
  broker: Cluster,
  use: (transactions: Transactions, brokers: Brokers) => Promise<T>,
): Promise<T> {
  const brokers = createBrokers(kafkajsInternals(configOf(broker)))
  try {
    return await use(createTransactions(brokers, 60_000), brokers)
  } finally {
    await brokers.close()
  }
}

function configOf({ brokers }: Cluster): KafkaConfig {
  return { brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, connectionTimeout: 5_000 }
}
