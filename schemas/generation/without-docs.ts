/** A schema without its comments, so that a better sentence is not a new version. Key order is kept. */
export function withoutDocs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDocs)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== 'doc' || typeof value !== 'string')
      .map(([key, value]) => [key, withoutDocs(value)]),
  )
}
