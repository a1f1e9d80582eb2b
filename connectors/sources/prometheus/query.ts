/** One expression that is asked for at every interval. */
export interface PrometheusQuery {
  /** Name of the metric. */
  readonly name: string
  readonly expression: string
  /** Empty where it is not known. */
  readonly unit: string
  /** Which way is worse; empty where it is not known. */
  readonly direction: '' | 'up' | 'down' | 'both'
  /** Labels whose values form the source; none: the server is the source. */
  readonly groupBy: readonly string[]
}
