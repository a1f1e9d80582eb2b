/** One place in which two values differ; `path` as in `value.score` or `headers["ce_time"]`. */
export interface DifferingPath {
  readonly path: string
  readonly recorded: unknown
  readonly derived: unknown
}

/** Every leaf in which two JSON-like values differ, in the order of the first value's keys. */
export function differingPaths(recorded: unknown, derived: unknown, path = ''): DifferingPath[] {
  if (!isObject(recorded) || !isObject(derived)) return Object.is(recorded, derived) ? [] : [{ path, recorded, derived }]
  const keys = new Set([...Object.keys(recorded), ...Object.keys(derived)])
  return [...keys].flatMap((key) => differingPaths(recorded[key], derived[key], path === '' ? key : `${path}.${key}`))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
