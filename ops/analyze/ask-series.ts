import { askRange } from '../../connectors/sources/prometheus/ask-range.ts'
import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import type { RangeSeries } from '../../connectors/sources/prometheus/range-matrix.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { frameLimits } from '../../schemas/telemetry/frame-limits.ts'
import { metricKey } from '../../schemas/telemetry/metric-key.ts'

export interface SeriesQuestion {
  readonly expression: string
  readonly lookbackMs: number
  /** Series must have these labels with these values: a matcher cannot be put into an expression without knowing what it says. */
  readonly labels: Readonly<Record<string, string>>
  /** What the series are called instead of their own name: the name of a sensor brings its unit and its bad direction. */
  readonly metric?: string | undefined
}

/** A series that came back, without what is no number. */
export interface AskedSeries {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly times: readonly number[]
  readonly values: readonly number[]
}

export interface AskedAnswer {
  /** In the order of their names. */
  readonly series: readonly AskedSeries[]
  /** Series beyond the most that are looked at. */
  readonly leftOut: number
  readonly stepMs: number
  readonly warnings: readonly string[]
}

/** Each is folded by every detector, in the process that answers. */
export const MOST_SERIES = 20

/**
 * Asks a server for the last while of an expression, in steps of its interval, or of more where that would be more than 1,440 of them.
 * @throws HS_ANALYZE_EMPTY, and what the client throws
 */
export async function askSeries(plan: PrometheusPlan, question: SeriesQuestion, now: number): Promise<AskedAnswer> {
  const { expression, lookbackMs, labels, metric } = question
  const stepMs = Math.max(plan.everyMs, Math.ceil(lookbackMs / MOST_STEPS / 1000) * 1000)
  const to = Math.floor((now - plan.delayMs) / 1000) * 1000
  const client = prometheusClient(plan.server)
  try {
    const range = { expression, from: to - lookbackMs, to, stepMs }
    const { series, warnings } = await askRange(client, range, AbortSignal.timeout(plan.timeoutMs))
    const wanted = series.filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value))
    const found = wanted.map((one) => finite(one, metric)).filter(({ values }) => values.length > 0)
    if (found.length === 0) throw empty(series.length, wanted.length)
    const named = found.map((one) => ({ one, name: nameOf(one) })).sort((a, b) => (a.name < b.name ? -1 : 1))
    return {
      series: named.slice(0, MOST_SERIES).map(({ one }) => one),
      leftOut: Math.max(0, named.length - MOST_SERIES),
      stepMs,
      warnings,
    }
  } finally {
    client.close()
  }
}

const MOST_STEPS = 1_440

function finite({ labels, times, values }: RangeSeries, metric: string | undefined): AskedSeries {
  const { __name__: own = 'value', ...rest } = labels
  const kept = values.map((value) => Math.abs(value) <= frameLimits.magnitude) // false of what is no number
  return {
    metric: metric ?? own,
    labels: rest,
    times: times.filter((_, i) => kept[i]),
    values: values.filter((_, i) => kept[i]),
  }
}

/** A series as a person would write it. */
export function nameOf({ metric, labels }: Pick<AskedSeries, 'metric' | 'labels'>): string {
  return metricKey(metric, labels)
}

function empty(given: number, wanted: number): HomeostatError {
  const why =
    given === 0
      ? 'The expression gives no series over this range.'
      : wanted === 0
        ? `None of the ${given} series of the expression has these labels.`
        : `None of the ${wanted} series has a value that is a number.`
  return new HomeostatError('HS_ANALYZE_EMPTY', { message: why, value: given })
}
