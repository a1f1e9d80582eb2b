import { fullNames, type RecordName } from '../generated/records.ts'
import type { EventAttributes } from './event-attributes.ts'
import { eventTimeOf } from './event-time-of.ts'

const shortNames = new Map(Object.entries(fullNames).map(([short, full]) => [full, short as RecordName])) // keys of a Record<RecordName>

/** What the headers say of a record; undefined when they are not a CloudEvent of a type that Homeostat knows. */
export function parseEventHeaders(headers: Readonly<Record<string, string>>): EventAttributes | undefined {
  const { ce_id: id, ce_type, ce_source: source, ce_tenant: tenant } = headers
  const type = shortNames.get(ce_type ?? '')
  const time = eventTimeOf(headers)
  if (!id || !type || !source || !tenant || time === undefined) return undefined
  return {
    id,
    type,
    source,
    time,
    tenant,
    correlationId: headers.ce_correlationid,
    causationId: headers.ce_causationid,
    traceparent: headers.ce_traceparent,
    region: headers.ce_region,
  }
}
