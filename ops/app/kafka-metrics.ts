import { Counter, Histogram, type Registry } from 'prom-client'
import type { KafkaObserver } from '../../streams/runtime/log/kafka/observer.ts'

/** Metrics of what the Kafka client does. */
export function kafkaMetrics(registry: Registry): KafkaObserver {
  const registers = [registry]
  const requests = new Histogram({
    name: 'homeostat_kafka_request_seconds',
    help: 'Time until a broker has answered a request; a fetch waits for records.',
    labelNames: ['api'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  })
  const producers = new Counter({
    name: 'homeostat_kafka_producers_lost_total',
    help: 'Producers that were given up after an error, by code.',
    labelNames: ['code'],
    registers,
  })
  const mended = new Counter({
    name: 'homeostat_kafka_transactions_mended_total',
    help: 'Partitions in which a transaction was ended that the broker had forgotten, by what its coordinator had decided.',
    labelNames: ['decision'],
    registers,
  })
  const rebalances = new Counter({
    name: 'homeostat_kafka_rebalances_total',
    help: 'How often a group gave this process its share.',
    labelNames: ['group'],
    registers,
  })
  const rebuilt = new Counter({
    name: 'homeostat_kafka_consumers_rebuilt_total',
    help: 'Consumers of a group that had ended and were built again.',
    labelNames: ['group'],
    registers,
  })
  return {
    request: (api, durationMs) => requests.observe({ api }, durationMs / 1_000),
    producerLost: (_id, code) => producers.inc({ code }),
    mended: (decision) => mended.inc({ decision }),
    rebalanced: (group) => rebalances.inc({ group }),
    consumerRebuilt: (group) => rebuilt.inc({ group }),
  }
}
