import { sensors } from '../../schemas/telemetry/sensors.ts'

/** What is known of a series by its name alone. */
export interface SeriesLimits {
  /** Which way is worse: 1 up, -1 down, 0 both. */
  readonly direction: 1 | -1 | 0
  /** Spread that is always there, in the unit of the series. */
  readonly floor: number
  /** Spread that is always there, as a share of the level. */
  readonly share: number
  /** As it stands behind a number; empty when unknown. */
  readonly unit: string
}

/** Of metrics that no sensor is known for: both directions count, and only the level says what is dust. */
const unknown: SeriesLimits = { direction: 0, floor: 1e-6, share: 0.05, unit: '' }

/**
 * Spreads that are always there, in the unit of the sensor. An alarm needs three and a half of them, so the floor of 19.5 % of CPU means that a rise by
 * less than 68 points is never one: floors are chosen so that what stays below matters to nobody. What only says that a machine is at
 * work (throughput, context switches) has a floor near to what a machine can do at most. Of what should be zero, such as targets that are
 * down, the first one counts.
 */
const floors: Readonly<Record<string, number>> = {
  cpu_usage: 19.5,
  gpu_usage: 17,
  cpu_user: 20,
  cpu_system: 20,
  cpu_usage_max: 20,
  cpu_steal: 9,
  pressure_cpu: 25,
  pressure_memory: 9,
  pressure_io: 9,
  memory_usage: 6,
  memory_available: 64,
  swap_usage: 3,
  open_fds: 6,
  load_average_1m: 1.25,
  processes_running: 15,
  processes_blocked: 4,
  context_switches: 50_000,
  disk_io_wait: 15,
  disk_busy: 15,
  disk_usage: 3,
  disk_iops: 3000,
  disk_read_throughput: 200,
  disk_write_throughput: 200,
  rx_throughput: 500,
  tx_throughput: 500,
  network_errors: 3,
  network_drops: 3,
  retransmit_rate: 3,
  packet_loss: 0.75,
  bandwidth_saturation: 6,
  latency_p99: 8,
  response_time_p50: 8,
  response_time_p95: 20,
  response_time_p99: 20,
  query_latency: 8,
  error_rate: 0.75,
  request_queue: 4,
  connection_pool_active: 4,
  database_connections_active: 4,
  target_down: 0.05,
  probe_duration: 8,
  replicas_unavailable: 0.2,
  pods_not_running: 0.2,
  node_not_ready: 0.05,
  container_restarts: 0.005,
  replication_lag: 1,
  longest_transaction: 30,
  evicted_keys: 10,
}

/**
 * Shares of the level, where they are not the usual one. High quantiles of response times mostly come from buckets that are twice as wide as
 * the one before: a single request in the next one moves them by half or more.
 */
const shares: Readonly<Record<string, number>> = {
  memory_available: 0.15,
  latency_p99: 0.1,
  response_time_p95: 0.2,
  response_time_p99: 0.2,
}

/** Every kind of series; the first is the one of which nothing is known. */
export const kinds: readonly SeriesLimits[] = [
  unknown,
  ...sensors.map(({ name, unit, direction }) => ({
    direction: direction === 'both' ? (0 as const) : direction === 'up' ? (1 as const) : (-1 as const),
    floor: floors[name] ?? unknown.floor,
    share: shares[name] ?? unknown.share,
    unit,
  })),
]

/** Floors and shares of all kinds, for loops over samples. */
export const floorOfKind = Float64Array.from(kinds, ({ floor }) => floor)
export const shareOfKind = Float64Array.from(kinds, ({ share }) => share)

const numbers: ReadonlyMap<string, number> = new Map(sensors.map(({ name }, index) => [name, index + 1]))

/**
 * The kind of a metric, as an index of `kinds`.
 *
 * @param metric  `name` or `name{label="value"}`
 */
export function kindOf(metric: string): number {
  const brace = metric.indexOf('{')
  return numbers.get(brace < 0 ? metric : metric.slice(0, brace)) ?? 0
}

/** The kinds of these metrics; the same array for the same array of names, so that sources which share their names share it. */
export function kindsOf(metrics: readonly string[]): Uint8Array {
  const known = shared.get(metrics)
  if (known) return known
  const found = Uint8Array.from(metrics, kindOf)
  shared.set(metrics, found)
  return found
}

const shared = new WeakMap<readonly string[], Uint8Array>()
