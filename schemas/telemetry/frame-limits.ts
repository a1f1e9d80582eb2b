/** What a frame may hold; checked where frames come in; the values also where they are written and read, so that no state ever meets another. */
export const frameLimits = {
  /** Metrics of one source at one instant. */
  metrics: 2_000,
  /** UTF-8 bytes of a metric's name with its labels. */
  metricNameBytes: 512,
  /** UTF-8 bytes of a source's name. */
  sourceBytes: 256,
  /** Largest magnitude of a value: its square, of which variances are made, must stay finite. */
  magnitude: 1e150,
  /** Labels of a source. */
  labels: 64,
  /** UTF-8 bytes of a label's name, and of its value. */
  labelBytes: 256,
} as const
