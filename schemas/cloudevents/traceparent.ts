/** `00-<trace id, 32 hex digits>-<span id, 16>-<flags, 2>` (W3C Trace Context, level 1). */
const PATTERN = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The trace context of an event: its span is the first 8 bytes of its id, its trace that of the cause, else the correlation id, else
 * its own id. Undefined when none of them can be a trace.
 */
export function traceparentOf(id: string, correlationId: string | undefined, cause: string | undefined): string | undefined {
  if (!UUID.test(id)) return undefined
  const hex = id.replaceAll('-', '')
  const [, trace, flags] = (cause === undefined ? undefined : PATTERN.exec(cause)) ?? []
  return `00-${trace ?? traceOf(correlationId) ?? hex}-${hex.slice(0, 16)}-${flags ?? '01'}`
}

function traceOf(correlationId: string | undefined): string | undefined {
  return correlationId !== undefined && UUID.test(correlationId) ? correlationId.replaceAll('-', '') : undefined
}
