import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** Redis, through redis_exporter. */
export const redisExporter: Recogniser = {
  name: 'redis_exporter',
  propose({ metrics, window }) {
    const when = (metric: string, name: string, expression: string) =>
      metrics.has(metric) ? [golden(name, ['instance'], expression)] : []
    const rate = (metric: string) => `sum by (instance) (rate(${metric}[${window}]))`
    const hits = rate('redis_keyspace_hits_total')
    return [
      ...when('redis_up', 'target_down', '1 - min by (instance) (redis_up)'),
      ...when('redis_commands_processed_total', 'throughput', rate('redis_commands_processed_total')),
      ...when('redis_connected_clients', 'database_connections_active', 'max by (instance) (redis_connected_clients)'),
      ...when(
        'redis_keyspace_hits_total',
        'cache_hit_rate',
        `100 * ${hits} / ((${hits} + ${rate('redis_keyspace_misses_total')}) > 0)`,
      ),
      ...when(
        'redis_memory_max_bytes',
        'memory_usage',
        '100 * max by (instance) (redis_memory_used_bytes / (redis_memory_max_bytes > 0))',
      ),
      ...when('redis_evicted_keys_total', 'evicted_keys', rate('redis_evicted_keys_total')),
      ...when('redis_rejected_connections_total', 'error_rate', rate('redis_rejected_connections_total')),
    ]
  },
}
