/** RFC 3339; Date.parse alone would also take other forms and read them in local time. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Event time in `ce_time`, milliseconds since 1970 UTC; undefined when it is missing or not RFC 3339. */
export function eventTimeOf(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers.ce_time
  if (text === undefined || !RFC_3339.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
