import type { Kafka, Producer } from 'kafkajs'
import { partitionOf } from '../shared/partition-of.ts'
import type { KafkaObserver } from './observer.ts'

/** Makes producers that are not connected yet. */
export interface Producers {
  idempotent(): Producer
  /** @param id with the prefix */
  transactional(id: string): Producer
}

export function createProducers(kafka: Kafka, transactionTimeoutMs: number, observer: KafkaObserver): Producers {
  const common = {
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Every record names its partition; this is for kafkajs alone, which asks for a partitioner.
    createPartitioner: () => place,
  }
  return {
    idempotent: () => observed(kafka.producer({ ...common, idempotent: true }), observer),
    transactional: (transactionalId) =>
      observed(kafka.producer({ ...common, transactionalId, transactionTimeout: transactionTimeoutMs }), observer),
  }
}

function place({ message, partitionMetadata }: { message: Placed; partitionMetadata: readonly unknown[] }): number {
  return message.partition ?? partitionOf(message.key instanceof Buffer ? message.key : null, partitionMetadata.length)
}

interface Placed {
  readonly partition?: number
  readonly key?: Buffer | string | null
}

function observed(producer: Producer, observer: KafkaObserver): Producer {
  producer.on(producer.events.REQUEST, ({ payload }) => observer.request?.(payload.apiName, payload.duration))
  return producer
}
