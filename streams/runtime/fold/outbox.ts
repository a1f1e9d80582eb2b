import { eventHeaders } from '../../../schemas/cloudevents/event-headers.ts'
import { outputId } from '../../../schemas/cloudevents/output-id.ts'
import { tenantOf } from '../../../schemas/cloudevents/tenant-of.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { RecordMap, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'
import { LARGEST_RECORD_BYTES, type NewRecord } from '../log/log.ts'
import { identityOf, type Origin } from './origin.ts'

export interface OutboxIdentity {
  readonly logId: string
  readonly stage: string
  readonly partition: number
}

/** Room for the envelope beside key and value. */
const HEADER_BYTES = 1_000

/**
 * What a task has emitted and not committed. Ids are made from what the input is called, so that a duplicate can be told without state
 * and a replay gives the same ids. While history is folded again it is silent: ids are counted, nothing is kept.
 */
export class Outbox {
  records: NewRecord[] = []
  silent = false

  /** Names what is emitted; of history that is folded again the id that the log had then. */
  logId: string

  constructor(
    private readonly codec: Codec,
    private readonly identity: OutboxIdentity,
  ) {
    this.logId = identity.logId
  }

  idOf(processor: string, origin: Origin, key: string, index: number): string {
    const { stage, partition } = this.identity
    return outputId(this.logId, stage, partition, processor, identityOf(origin), key, index)
  }

  /** @throws HS_RECORD_TOO_LARGE */
  emit<K extends RecordName>(
    processor: string,
    origin: Origin,
    index: number,
    foldedKey: string,
    topic: Topic,
    type: K,
    value: RecordMap[K],
    key: string,
    at: number,
  ): void {
    if (this.silent) return
    const body = this.codec.encode(type, value)
    const size = body.length + key.length + HEADER_BYTES
    if (size > LARGEST_RECORD_BYTES) {
      throw new HomeostatError('HS_RECORD_TOO_LARGE', {
        message: `${processor} made a ${type} of ${size} bytes for key ${key} of ${topic.name}; the largest record has ${LARGEST_RECORD_BYTES}.`,
        value: size,
        limit: LARGEST_RECORD_BYTES,
      })
    }
    const id = this.idOf(processor, origin, foldedKey, index)
    const { stage, partition } = this.identity
    this.records.push({
      topic: topic.name,
      partition: topic.side === 'telemetry' ? partition : 0,
      key: Buffer.from(key),
      value: body,
      headers: eventHeaders({
        id,
        type,
        source: outputSource(stage, partition, processor),
        time: at,
        tenant: tenantOf(key),
        correlationId: origin.headers.ce_correlationid ?? id,
        causationId: identityOf(origin),
      }),
    })
  }

  take(): NewRecord[] {
    const { records } = this
    this.records = []
    return records
  }
}

/** ce_source of what a task emits; `verify` finds a task's own outputs by its beginning. */
export function outputSource(stage: string, partition: number, processor: string): string {
  return `/homeostat/${stage}/${partition}/${processor}`
}
