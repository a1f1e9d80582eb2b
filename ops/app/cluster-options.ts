import type { Registry } from 'prom-client'
import { instanceId } from './instance-id.ts'
import { kafkaMetrics } from './kafka-metrics.ts'
import { memberMemory } from './member-memory.ts'
import type { KafkaOptions } from './open-kafka.ts'
import type { ServiceLog } from './service-log.ts'

/** How a process that works in a cluster opens its log: with a name that it keeps, metrics, and its lines in the service log. */
export function clusterOptions(data: string, metrics: Registry, logger: ServiceLog): KafkaOptions {
  const log = logger.child({ component: 'kafka' })
  return {
    instance: instanceId(data),
    members: memberMemory(data),
    observer: kafkaMetrics(metrics),
    onLine(level, message, fields) {
      if (level !== 'debug') log[level]({ ...fields }, message)
    },
    onRegistryLost: (error) => logger.warn({ code: error.code }, error.message),
  }
}
