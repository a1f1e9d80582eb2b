/** The tenant of a key `tenant/source`; of a source alone, as foreign producers may have it, that of the installation. */
export function tenantOfKey(key: string): string {
  const slash = key.indexOf('/')
  return slash < 0 ? 'default' : key.slice(0, slash)
}
