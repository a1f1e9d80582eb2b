import type { PrometheusClient } from './client.ts'
import { type RangeSeries, rangeMatrix } from './range-matrix.ts'

/** What is asked for: from the first instant to the last, both given, one step apart, in milliseconds. */
export interface RangeQuestion {
  readonly expression: string
  readonly from: number
  readonly to: number
  readonly stepMs: number
}

export interface RangeAnswer {
  readonly series: readonly RangeSeries[]
  /** What the server has to remark, such as that the answer is not complete. */
  readonly warnings: readonly string[]
}

/**
 * The values of an expression over a range.
 * @throws what the client throws, and HS_PROM_QUERY_REFUSED for an expression that gives texts
 */
export async function askRange(
  client: PrometheusClient,
  { expression, from, to, stepMs }: RangeQuestion,
  signal: AbortSignal,
): Promise<RangeAnswer> {
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const parameters = { query: expression, start: seconds(from), end: seconds(to), step: seconds(stepMs) }
  const { data, warnings } = await client.ask('/api/v1/query_range', parameters, signal)
  return { series: rangeMatrix(data), warnings }
}
