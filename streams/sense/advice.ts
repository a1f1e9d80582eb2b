import { sensorOf } from '../../schemas/telemetry/sensors.ts'

/** Where to look first when a metric has left its range; empty when the metric does not say that by itself. */
export function adviceFor(metric: string): string {
  return advice.get(sensorOf(metric)?.name ?? '') ?? ''
}

/** Only of metrics that have one usual reason, and a place where it is seen. */
const advice: ReadonlyMap<string, string> = new Map([
  ['target_down', 'it cannot be reached, or its exporter cannot reach what it watches'],
  ['disk_usage', 'look for what grows there before writing fails'],
  ['longest_transaction', 'look in pg_stat_activity for who began it, and who waits for its locks'],
  ['replication_lag', 'look whether the replica still receives, and what it waits for'],
  ['evicted_keys', 'look at the memory limit, and at what is stored without an expiry'],
  ['pods_not_running', 'look at the events of the pods'],
  ['container_restarts', 'look at why they ended, and at their last lines'],
  ['node_not_ready', 'look at the conditions of the node'],
  ['open_fds', 'look for who opens files and does not close them'],
])
