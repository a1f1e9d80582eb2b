import type { RecordName } from '../generated/records.ts'

/** What CloudEvents says of a record (CloudEvents 1.0 and its extensions for partitioning, tracing and causation). */
export interface EventAttributes {
  readonly id: string
  readonly type: RecordName
  /** URI reference of what made it, such as `/homeostat/sense/0/ewma`. */
  readonly source: string
  /** Event time, milliseconds since 1970 UTC. */
  readonly time: number
  readonly tenant: string
  /** Id of the event with which the story began. */
  readonly correlationId?: string | undefined
  /** Id of the event that caused this one. */
  readonly causationId?: string | undefined
  /** W3C trace context: of the cause when headers are made, of the event itself when they are read. */
  readonly traceparent?: string | undefined
  readonly region?: string | undefined
}
