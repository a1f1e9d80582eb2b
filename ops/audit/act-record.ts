import { randomUUID } from 'node:crypto'
import { TENANT } from '../../projections/api/reading.ts'
import { eventHeaders } from '../../schemas/cloudevents/event-headers.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import type { ActDone } from '../../schemas/generated/records.ts'
import { ControlRequests } from '../../schemas/topics.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'

/** An act as whoever does it says it. */
export interface ToldAct extends Omit<ActDone, 'details'> {
  readonly details?: ActDone['details']
  /** Whose chain it belongs to; default: the one of the installation. */
  readonly tenant?: string
  /** Of the record; default: by chance. */
  readonly id?: string
}

/**
 * An act as a record of `control.requests`, for the log of the installation: append it together with what it tells of, so that neither
 * is there without the other. The stage `audit` makes an entry of it.
 */
export function actRecord(codec: Codec, { tenant = TENANT, details = {}, id = randomUUID(), ...act }: ToldAct): NewRecord {
  const attributes = { id, type: 'ActDone', source: '/homeostat/acts', time: act.at, tenant, correlationId: id } as const
  return {
    topic: ControlRequests.name,
    partition: 0,
    key: Buffer.from(`${tenant}/${act.act}`),
    value: codec.encode('ActDone', { ...act, details }),
    headers: eventHeaders(attributes),
  }
}
