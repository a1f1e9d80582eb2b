import type { SchemaNode } from './schema-node.ts'

/** The value of a field's default (JSON, Avro 1.12, "Complex types"); a new one each time. A union's default belongs to its first branch. */
export function defaultValue(type: SchemaNode, json: unknown): unknown {
  switch (type.kind) {
    case 'union':
      return defaultValue(type.branches[0] ?? { kind: 'null' }, json)
    case 'bytes':
    case 'fixed':
      return Buffer.from(String(json), 'latin1')
    case 'array':
      return (json as readonly unknown[]).map((item) => defaultValue(type.items, item)) // avsc has checked the default
    case 'map':
      return Object.assign(
        Object.create(null),
        mapValues(json, () => type.items),
      )
    case 'record':
      return mapValues(json, (name) => type.fields.find((field) => field.name === name)?.type ?? { kind: 'null' })
    default:
      return json
  }
}

function mapValues(json: unknown, typeOf: (name: string) => SchemaNode): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json as object).map(([name, value]) => [name, defaultValue(typeOf(name), value)])) // as above
}
