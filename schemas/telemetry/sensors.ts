export type SensorGroup = 'compute' | 'network' | 'application' | 'model' | 'storage'

/** Which way is worse. */
export type Direction = 'up' | 'down' | 'both'

export interface Sensor {
  /** Name of the metric, without labels. */
  readonly name: string
  readonly unit: string
  readonly direction: Direction
  readonly group: SensorGroup
  /** Part of the state vector, at the place that its order here gives it. */
  readonly inVector: boolean
}

/**
 * The metrics whose meaning is known. Others are watched as well, with no unit and both directions.
 *
 * The order of those in the state vector is frozen, because models are trained on it: new ones are added at the end, none is moved or
 * taken out.
 */
export const sensors: readonly Sensor[] = [
  ...inVector('compute', [
    ['cpu_usage', '%', 'up'],
    ['gpu_usage', '%', 'up'],
    ['gpu_temperature', '°C', 'up'],
    ['memory_usage', '%', 'up'],
    ['swap_usage', '%', 'up'],
  ]),
  ...inVector('network', [
    ['latency_p99', 'ms', 'up'],
    ['bandwidth_saturation', '%', 'up'],
    ['connection_pool_active', '', 'up'],
    ['connection_pool_max', '', 'both'],
    ['packet_loss', '%', 'up'],
  ]),
  ...inVector('application', [
    ['error_rate', '1/s', 'up'],
    ['request_queue', '', 'up'],
    ['response_time_p50', 'ms', 'up'],
    ['response_time_p95', 'ms', 'up'],
    ['response_time_p99', 'ms', 'up'],
    ['throughput', '1/s', 'both'],
  ]),
  ...inVector('model', [
    ['inference_latency', 'ms', 'up'],
    ['batch_efficiency', '%', 'down'],
    ['model_drift', 'nat', 'up'],
    ['cache_hit_rate', '%', 'down'],
  ]),
  ...inVector('storage', [
    ['disk_io_wait', '%', 'up'],
    ['database_connections_active', '', 'up'],
    ['database_connections_max', '', 'both'],
    ['query_latency', 'ms', 'up'],
    ['index_efficiency', '%', 'down'],
  ]),
  ...inVector('compute', [
    ['load_average_1m', '× cores', 'up'],
    ['open_fds', '%', 'up'],
  ]),
  ...inVector('network', [
    ['retransmit_rate', '%', 'up'],
    ['rx_throughput', 'Mbit/s', 'both'],
    ['tx_throughput', 'Mbit/s', 'both'],
  ]),
  ...inVector('storage', [
    ['disk_usage', '%', 'up'],
    ['disk_iops', '1/s', 'both'],
  ]),
  ...besideVector('compute', [
    ['cpu_user', '%', 'up'],
    ['cpu_system', '%', 'up'],
    ['cpu_steal', '%', 'up'],
    ['cpu_usage_max', '%', 'up'],
    ['memory_available', 'MiB', 'down'],
    ['pressure_cpu', '%', 'up'],
    ['pressure_memory', '%', 'up'],
    ['pressure_io', '%', 'up'],
    ['processes_running', '', 'up'],
    ['processes_blocked', '', 'up'],
    ['context_switches', '1/s', 'both'],
  ]),
  ...besideVector('network', [
    ['network_errors', '1/s', 'up'],
    ['network_drops', '1/s', 'up'],
  ]),
  ...besideVector('storage', [
    ['disk_read_throughput', 'MB/s', 'both'],
    ['disk_write_throughput', 'MB/s', 'both'],
    ['disk_busy', '%', 'up'],
  ]),
  ...besideVector('application', [
    ['target_down', '', 'up'],
    ['probe_duration', 'ms', 'up'],
    ['replicas_unavailable', '', 'up'],
    ['pods_not_running', '', 'up'],
    ['node_not_ready', '', 'up'],
    ['container_restarts', '1/s', 'up'],
  ]),
  ...besideVector('storage', [
    ['replication_lag', 's', 'up'],
    ['longest_transaction', 's', 'up'],
    ['evicted_keys', '1/s', 'up'],
  ]),
]

const byName: ReadonlyMap<string, Sensor> = new Map(sensors.map((sensor) => [sensor.name, sensor]))

/** What is known of a metric by its key, with or without labels. */
export function sensorOf(metric: string): Sensor | undefined {
  const brace = metric.indexOf('{')
  return byName.get(brace < 0 ? metric : metric.slice(0, brace))
}

type Row = readonly [name: string, unit: string, direction: Direction]

function inVector(group: SensorGroup, rows: readonly Row[]): readonly Sensor[] {
  return rows.map(([name, unit, direction]) => ({ name, unit, direction, group, inVector: true }))
}

function besideVector(group: SensorGroup, rows: readonly Row[]): readonly Sensor[] {
  return rows.map(([name, unit, direction]) => ({ name, unit, direction, group, inVector: false }))
}
