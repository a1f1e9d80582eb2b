/** The tenant of a record key `tenant/source`; a key without a slash is the tenant itself. */
export function tenantOf(key: string): string {
  const slash = key.indexOf('/')
  return slash < 0 ? key : key.slice(0, slash)
}
