/** One picture of the dashboard. */
export interface Panel {
  readonly title: string
  /** What a person should make of it, shown behind the (i). */
  readonly says: string
  /** PromQL, with the legend of its series. */
  readonly queries: readonly { readonly expr: string; readonly legend: string }[]
  /** Grafana's name of the unit. */
  readonly unit: string
  /** `states`: one coloured bar a series, green at 1, red at 0. */
  readonly kind?: 'lines' | 'states'
}

export interface Row {
  readonly title: string
  readonly panels: readonly Panel[]
}

/** From "does it watch at all?" to "what does it cost?". Every query takes the variables `$job` and `$__rate_interval`. */
export const rows: readonly Row[] = [
  {
    title: 'Does it watch?',
    panels: [
      {
        title: 'Parts',
        says: 'Red: a part does not do its work. GET /healthz of that process says why, with a code to look up in the reference of errors.',
        queries: [{ expr: 'min by (instance, part) (homeostat_part_up{job=~"$job"})', legend: '{{instance}} {{part}}' }],
        unit: 'none',
        kind: 'states',
      },
      {
        title: 'Frames taken in',
        says: 'Frames made durable a second. A flat line at nothing means that sources are silent or cannot write.',
        queries: [
          {
            expr: 'sum by (instance) (rate(homeostat_ingested_frames_total{job=~"$job"}[$__rate_interval]))',
            legend: '{{instance}}',
          },
        ],
        unit: 'ops',
      },
      {
        title: 'Behind the end of the log',
        says: 'Records between a reader and the end. It may rise at a restart and must fall again; a stage that stays behind finds trouble late.',
        queries: [{ expr: 'sum by (reader) (homeostat_lag_records{job=~"$job"})', legend: '{{reader}}' }],
        unit: 'short',
      },
    ],
  },
  {
    title: 'What does it find?',
    panels: [
      {
        title: 'Signals in an hour',
        says: 'What the stage of signals let through: beginnings and ends of episodes, within the alarm budget.',
        queries: [
          { expr: 'sum(increase(homeostat_outputs_total{job=~"$job",stage="signals"}[1h]))', legend: 'raised and cleared' },
        ],
        unit: 'short',
      },
      {
        title: 'What sense puts out',
        says: 'Findings of the detectors, before the alarm budget, and bars. Many findings and few signals: the budget holds back a storm.',
        queries: [
          {
            expr: 'sum(rate(homeostat_outputs_total{job=~"$job",stage="sense"}[$__rate_interval]))',
            legend: 'findings and bars',
          },
        ],
        unit: 'ops',
      },
      {
        title: 'Dead letters in an hour',
        says: 'Records that could not be decoded or folded. `homeostat dead-letters list` shows each with its reason.',
        queries: [{ expr: 'sum by (stage) (increase(homeostat_dead_letters_total{job=~"$job"}[1h]))', legend: '{{stage}}' }],
        unit: 'short',
      },
    ],
  },
  {
    title: 'How well does it work?',
    panels: [
      {
        title: 'Time of a commit, p99',
        says: 'From sealing an epoch to its being durable. It is part of the way from a sample to its signal.',
        queries: [
          {
            expr: 'histogram_quantile(0.99, sum by (le, stage) (rate(homeostat_commit_seconds_bucket{job=~"$job"}[$__rate_interval])))',
            legend: '{{stage}}',
          },
        ],
        unit: 's',
      },
      {
        title: 'Time of a transaction of a read model, p99',
        says: 'Rows and position are one transaction. When this is slow, the API shows late what the stages found in time.',
        queries: [
          {
            expr: 'histogram_quantile(0.99, sum by (le, model) (rate(homeostat_projection_commit_seconds_bucket{job=~"$job"}[$__rate_interval])))',
            legend: '{{model}}',
          },
        ],
        unit: 's',
      },
      {
        title: 'Time of one call of a processor, p99',
        says: 'One record in 128 is measured. A processor that grows slower holds up its whole stage.',
        queries: [
          {
            expr: 'histogram_quantile(0.99, sum by (le, stage, processor) (rate(homeostat_processor_call_seconds_bucket{job=~"$job"}[$__rate_interval])))',
            legend: '{{stage}} {{processor}}',
          },
        ],
        unit: 's',
      },
      {
        title: 'Records folded',
        says: 'Consumed and committed a second, by stage.',
        queries: [{ expr: 'sum by (stage) (rate(homeostat_records_total{job=~"$job"}[$__rate_interval]))', legend: '{{stage}}' }],
        unit: 'ops',
      },
      {
        title: 'Openings and failures of tasks',
        says: 'An opening is a start, a move or a recovery. Failures by code; a task that fails again and again waits for something.',
        queries: [
          {
            expr: 'sum by (stage, how) (increase(homeostat_task_openings_total{job=~"$job"}[15m]))',
            legend: '{{stage}} {{how}}',
          },
          {
            expr: 'sum by (stage, code) (increase(homeostat_task_failures_total{job=~"$job"}[15m]))',
            legend: '{{stage}} {{code}}',
          },
        ],
        unit: 'short',
      },
      {
        title: 'Restore of tasks',
        says: 'Share of the states and epochs that a task has read again since it was opened; 1 when it is at work.',
        queries: [
          { expr: 'min by (stage, partition) (homeostat_restore_ratio{job=~"$job"})', legend: '{{stage}} {{partition}}' },
        ],
        unit: 'percentunit',
      },
    ],
  },
  {
    title: 'What does it depend on?',
    panels: [
      {
        title: 'Time of a request to Kafka, p99',
        says: 'By kind of request; empty on the embedded log.',
        queries: [
          {
            expr: 'histogram_quantile(0.99, sum by (le, api) (rate(homeostat_kafka_request_seconds_bucket{job=~"$job"}[$__rate_interval])))',
            legend: '{{api}}',
          },
        ],
        unit: 's',
      },
      {
        title: 'Unrest on Kafka in 15 minutes',
        says: 'Tasks that were shared out anew, producers that were given up, consumers that were rebuilt, and partitions that a dead transaction held up until it was ended.',
        queries: [
          {
            expr: 'sum by (group) (increase(homeostat_kafka_rebalances_total{job=~"$job"}[15m]))',
            legend: 'shared out: {{group}}',
          },
          {
            expr: 'sum by (code) (increase(homeostat_kafka_producers_lost_total{job=~"$job"}[15m]))',
            legend: 'producer: {{code}}',
          },
          { expr: 'sum(increase(homeostat_kafka_consumers_rebuilt_total{job=~"$job"}[15m]))', legend: 'consumers rebuilt' },
          {
            expr: 'sum(increase(homeostat_kafka_transactions_mended_total{job=~"$job"}[15m]))',
            legend: 'transactions ended',
          },
        ],
        unit: 'short',
      },
      {
        title: 'Since a Prometheus server last answered',
        says: 'Seconds since the last complete answer; empty without such a source.',
        queries: [
          {
            expr: 'time() - max by (server) (homeostat_prometheus_last_success_timestamp_seconds{job=~"$job"})',
            legend: '{{server}}',
          },
        ],
        unit: 's',
      },
    ],
  },
  {
    title: 'What does it cost?',
    panels: [
      {
        title: 'CPU',
        says: 'Cores in use by each process, PostgreSQL not included.',
        queries: [{ expr: 'rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval])', legend: '{{instance}}' }],
        unit: 'percentunit',
      },
      {
        title: 'Memory',
        says: 'Resident, with the pages of the log that are mapped; the kernel takes those back when it wants them.',
        queries: [{ expr: 'process_resident_memory_bytes{job=~"$job"}', legend: '{{instance}}' }],
        unit: 'bytes',
      },
      {
        title: 'Event loop delay, p99',
        says: 'How late the process is with everything. Above 100 ms it has too little CPU.',
        queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds{job=~"$job"}', legend: '{{instance}}' }],
        unit: 's',
      },
    ],
  },
]
