import type { Headers, StoredRecord } from '../log/log.ts'

/** The record that is being folded, as its outputs name it. */
export interface Origin {
  readonly input: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly headers: Headers
}

export function originOf(input: number, topic: string, partition: number, record: StoredRecord): Origin {
  return { input, topic, partition, offset: record.offset, headers: record.headers }
}

/** Id of the event that the record is: its own, else where it stands. Made only for what is emitted, because most records emit nothing. */
export function causationIdOf({ headers, topic, partition, offset }: Origin): string {
  return headers.ce_id ?? `${topic}/${partition}/${offset}`
}
