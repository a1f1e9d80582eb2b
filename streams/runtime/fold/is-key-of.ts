/** Whether a record key names a source: `tenant/source`, or the source alone. */
export function isKeyOf(key: string, source: string): boolean {
  if (!key.endsWith(source)) return false
  return key.length === source.length || key[key.length - source.length - 1] === '/'
}
