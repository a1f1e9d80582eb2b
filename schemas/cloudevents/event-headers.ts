import { fullNames } from '../generated/records.ts'
import type { EventAttributes } from './event-attributes.ts'
import { traceparentOf } from './traceparent.ts'

/**
 * The headers of an event: CloudEvents in Kafka's binary mode (Kafka protocol binding 1.0.2, 3.2), attribute names prefixed with
 * `ce_`. The time is RFC 3339 in UTC with milliseconds; the type is the Avro full name.
 */
export function eventHeaders(event: EventAttributes): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: fullNames[event.type],
    ce_source: event.source,
    ce_time: new Date(event.time).toISOString(),
    ce_tenant: event.tenant,
  }
  const traceparent = traceparentOf(event.id, event.correlationId, event.traceparent)
  if (event.correlationId !== undefined) headers.ce_correlationid = event.correlationId
  if (event.causationId !== undefined) headers.ce_causationid = event.causationId
  if (traceparent !== undefined) headers.ce_traceparent = traceparent
  if (event.region !== undefined) headers.ce_region = event.region
  return headers
}
