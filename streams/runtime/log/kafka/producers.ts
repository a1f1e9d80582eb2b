import kafkajs, { type KafkaConfig, type Producer } from 'kafkajs'
import { partitionOf } from '../shared/partition-of.ts'
import { coordinatorLine } from './coordinator-line.ts'
import { socketFactoryOf } from './fetch/kafkajs-internals.ts'
import type { KafkaObserver } from './observer.ts'

/** Makes producers that are not connected yet. */
export interface Producers {
  idempotent(): Producer
  /** @param id with the prefix */
  transactional(id: string): TransactionalProducer
}

export interface TransactionalProducer {
  readonly producer: Producer
  /** True when its connection to the coordinator has ended: another producer is needed. */
  isCut(): boolean
}

export function createProducers(config: KafkaConfig, transactionTimeoutMs: number, observer: KafkaObserver): Producers {
  const common = {
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Every record names its partition; this is for kafkajs alone, which asks for a partitioner.
    createPartitioner: () => place,
  }
  const kafka = new kafkajs.Kafka(config)
  return {
    idempotent: () => observed(kafka.producer({ ...common, idempotent: true }), observer),
    transactional(transactionalId) {
      const { socketFactory, answered, isCut } = coordinatorLine(socketFactoryOf(config))
      const own = new kafkajs.Kafka({ ...config, socketFactory })
      const producer = own.producer({ ...common, transactionalId, transactionTimeout: transactionTimeoutMs })
      producer.on(producer.events.REQUEST, ({ payload }) => answered(payload.apiName, payload.broker))
      return { producer: observed(producer, observer), isCut }
    },
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
