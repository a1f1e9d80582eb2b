import type { KafkaConfig } from 'kafkajs'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../../ports/clock.ts'
import { createBrokers } from './brokers.ts'
import { kafkaConsumer } from './kafka-consumer.ts'
import { createKafkaReads } from './kafka-reads.ts'
import { kafkajsInternals } from './kafkajs-internals.ts'
import type { Reading } from './reading.ts'

/**
 * Reads from Kafka with our own Fetch over kafkajs's connections (docs/decisions/0011-a-fetch-of-our-own.md). Connects when first needed.
 *
 * @param config what `new Kafka` takes
 */
export function createReading(config: KafkaConfig, clock: Clock = systemClock): Reading {
  const internals = kafkajsInternals(config)
  const brokers = createBrokers(internals)
  const closing = new AbortController()
  const reads = createKafkaReads(brokers, clock, closing.signal)

  function refuseWhenClosed() {
    if (closing.signal.aborted) throw new HomeostatError('HS_LOG_CLOSED')
  }

  return {
    ...reads,
    consumer(inputs) {
      refuseWhenClosed()
      return kafkaConsumer(inputs, { brokers: createBrokers(internals), clock, logClosing: closing.signal })
    },
    async close() {
      closing.abort()
      await brokers.close()
    },
  }
}
