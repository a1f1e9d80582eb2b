/** What a frame must fulfil to move anything; what does not goes to telemetry.late with the reason. */
export interface IntakeRules {
  /** A frame may be this much older than the newest of its source. */
  readonly graceMs: number
  /** A frame may be this far ahead of its own arrival. */
  readonly futureMs: number
  /** A source that is silent for so long is forgotten. */
  readonly forgetMs: number
  /** More sources than this a task are refused. */
  readonly maxSources: number
  /** More metrics than this a frame are refused. */
  readonly maxMetrics: number
}
