import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { Headers, StoredRecord } from '../log/log.ts'

/** The record that is being folded, as its outputs name it. */
export interface Origin {
  readonly input: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly headers: Headers
  /** Time of the tick, when the record is one. */
  readonly tick?: number
}

export function originOf(input: number, topic: string, partition: number, record: StoredRecord): Origin {
  return { input, topic, partition, offset: record.offset, headers: record.headers }
}

/**
 * What a record is called by its outputs, in their ids and as their cause: its own id, a tick by its time (time moves on only once to
 * each), anything else by where it stands. Offsets of what was committed depend on where transactions ended, ids and times do not.
 * Telemetry is called by its place even when it has an id, because whoever publishes may give one id to many frames. Made only for what
 * is emitted: most records emit nothing.
 */
export function identityOf({ headers, topic, partition, offset, tick }: Origin): string {
  if (tick !== undefined) return `${topic}/${tick}`
  const place = `${topic}/${partition}/${offset}`
  return topic === SystemTelemetryRaw.name ? place : (headers.ce_id ?? place)
}
