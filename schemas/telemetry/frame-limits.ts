/** What a frame may hold; checked where frames come in. */
export const frameLimits = {
  /** Metrics of one source at one instant. */
  metrics: 2_000,
  /** UTF-8 bytes of a metric's name with its labels. */
  metricNameBytes: 512,
  /** UTF-8 bytes of a source's name. */
  sourceBytes: 256,
  /** Largest magnitude of a value, so that sums and differences of values stay finite. */
  magnitude: 1e300,
  /** Labels of a source. */
  labels: 64,
  /** UTF-8 bytes of a label's name, and of its value. */
  labelBytes: 256,
} as const
