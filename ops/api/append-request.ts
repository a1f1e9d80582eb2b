import { eventHeaders } from '../../schemas/cloudevents/event-headers.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import type { RecordMap } from '../../schemas/generated/records.ts'
import { ControlRequests } from '../../schemas/topics.ts'
import type { Log } from '../../streams/runtime/log/log.ts'

/** What a person may ask for about signals. */
export type RequestName =
  | 'MuteRequested'
  | 'UnmuteRequested'
  | 'AcknowledgeRequested'
  | 'FalseAlarmReported'
  | 'FalseAlarmWithdrawn'

/**
 * Writes a request under its own id; it is durable when this resolves. The stage of the signals obeys it when it comes to it.
 * @param time  when it is asked, milliseconds since 1970
 */
export async function appendRequest<K extends RequestName>(
  { log, codec }: { readonly log: Log; readonly codec: Codec },
  tenant: string,
  type: K,
  value: RecordMap[K],
  time: number,
): Promise<void> {
  const { id } = value
  const headers = eventHeaders({ id, type, source: '/homeostat/requests', time, tenant, correlationId: id, causationId: id })
  await log.append([{ topic: ControlRequests.name, key: Buffer.from(tenant), value: codec.encode(type, value), headers }])
}
