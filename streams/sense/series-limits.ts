/** What is known of a series by its name alone. */
export interface SeriesLimits {
  /** Which way is worse: 1 up, -1 down, 0 both. */
  readonly direction: 1 | -1 | 0
  /** Smallest spread that counts, in the unit of the series. */
  readonly floor: number
  /** Smallest spread that counts, as a share of the level. */
  readonly share: number
  /** As it stands behind a number; empty when unknown. */
  readonly unit: string
}

/**
 * Every kind of series; the first is the one of which nothing is known: both directions count, and only the level says what is dust.
 *
 * A detector asks for several spreads, so the floor of 17 % of CPU means that a rise by less than 68 points is never an alarm: floors are
 * chosen so that what stays below matters to nobody. What only says that a machine is at work (throughput, context switches) has a floor
 * near to what a machine can do at most.
 */
export const kinds: readonly SeriesLimits[] = [
  { direction: 0, floor: 1e-6, share: 0.05, unit: '' },
  ...knownSeries().map(({ limits }) => limits),
]

/** Floors and shares of all kinds, for loops over samples. */
export const floors = Float64Array.from(kinds, ({ floor }) => floor)
export const shares = Float64Array.from(kinds, ({ share }) => share)

/**
 * The kind of a metric, as an index of `kinds`.
 *
 * @param metric  `name` or `name{label="value"}`
 */
export function kindOf(metric: string): number {
  const brace = metric.indexOf('{')
  return numbers.get(brace < 0 ? metric : metric.slice(0, brace)) ?? 0
}

const numbers: ReadonlyMap<string, number> = new Map(
  knownSeries().flatMap(({ names }, index) => names.map((name): [string, number] => [name, index + 1])),
)

function knownSeries(): readonly { names: readonly string[]; limits: SeriesLimits }[] {
  const worseUp = (unit: string, floor: number, names: string, share = 0.05) => ({
    names: names.split(' '),
    limits: { direction: 1, floor, share, unit } as const,
  })
  const worseDown = (unit: string, floor: number, names: string, share = 0.05) => ({
    names: names.split(' '),
    limits: { direction: -1, floor, share, unit } as const,
  })
  return [
    worseUp('%', 0.75, 'packet_loss error_ratio'),
    worseUp('%', 3, 'disk_usage swap_usage retransmit_rate feature_null_rate'),
    worseUp('%', 6, 'memory_usage gpu_memory_usage open_fds cpu_throttled bandwidth_saturation'),
    worseUp('%', 9, 'pressure_memory pressure_io cpu_steal'),
    worseUp('%', 17, 'cpu_usage gpu_usage disk_io_wait disk_busy'),
    worseUp('%', 20, 'cpu_user cpu_system cpu_usage_max'),
    worseUp('%', 25, 'pressure_cpu'),
    worseDown('%', 8, 'batch_efficiency cache_hit_rate index_efficiency'),
    worseDown('MB', 64, 'memory_available', 0.15),
    worseUp('× cores', 1.25, 'load_average_1m'),
    worseUp('', 4, 'processes_blocked request_queue lock_wait slow_queries'),
    worseUp('', 15, 'processes_running'),
    worseUp('/s', 3, 'network_errors network_drops error_rate timeout_rate'),
    worseUp('/s', 3000, 'disk_iops'),
    worseUp('/s', 50_000, 'context_switches'),
    worseUp('MB/s', 200, 'disk_read_throughput disk_write_throughput'),
    worseUp('Mbit/s', 500, 'rx_throughput tx_throughput'),
    worseUp(
      'ms',
      5,
      'latency_p50 latency_p95 latency_p99 response_time_p50 response_time_p95 response_time_p99 query_latency dns_latency',
      0.1,
    ),
  ]
}
