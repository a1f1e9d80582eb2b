import type { StoredRecord } from '../log/log.ts'

/** The record that is being folded, as its outputs name it. */
export interface Origin {
  readonly input: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly correlationId: string | undefined
  readonly causationId: string
}

export function originOf(input: number, topic: string, partition: number, record: StoredRecord): Origin {
  return {
    input,
    topic,
    partition,
    offset: record.offset,
    correlationId: record.headers.ce_correlationid,
    causationId: record.headers.ce_id ?? `${topic}/${partition}/${record.offset}`,
  }
}
