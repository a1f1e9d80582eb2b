import { setMaxListeners } from 'node:events'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../../ports/clock.ts'
import { type Brokers, createBrokers } from './brokers.ts'
import { kafkaConsumer } from './kafka-consumer.ts'
import { createKafkaReads } from './kafka-reads.ts'
import type { Internals } from './kafkajs-internals.ts'
import type { Place } from './place.ts'
import type { Reading } from './reading.ts'
import { createTopicIds, type TopicIds } from './topic-ids.ts'

export interface ReadingParts {
  readonly internals: Internals
  /** For the bounded reads; ended with the reading. Default: of its own. */
  readonly brokers?: Brokers
  /** Those that the topics must have; default: what is seen first. */
  readonly ids?: TopicIds
  readonly clock?: Clock
  /** Told once by each read that waits for long for what this process has committed; a read fails as this does. */
  readonly overdue?: (place: Place) => Promise<void>
}

/**
 * Reads from Kafka with our own Fetch over kafkajs's connections (docs/decisions/0011-a-fetch-of-our-own.md). Connects when first needed.
 */
export function createReading({
  internals,
  ids = createTopicIds(),
  brokers = createBrokers(internals, ids),
  clock = systemClock,
  overdue,
}: ReadingParts): Reading {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal) // every consumer listens
  const reads = createKafkaReads({ brokers, clock, closing: closing.signal, overdue })

  function refuseWhenClosed() {
    if (closing.signal.aborted) throw new HomeostatError('HS_LOG_CLOSED')
  }

  return {
    ...reads,
    consumer(inputs) {
      refuseWhenClosed()
      return kafkaConsumer(inputs, { brokers: createBrokers(internals, ids), clock, logClosing: closing.signal })
    },
    async close() {
      closing.abort()
      await brokers.close()
    },
  }
}
