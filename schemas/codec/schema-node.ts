import { HomeostatError } from '../core/homeostat-error.ts'

/** An Avro schema with its named references put in, as the reader's compiler walks it. */
export type SchemaNode =
  | { readonly kind: Primitive }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'enum'; readonly symbols: readonly string[]; readonly fallback: string | undefined }
  | { readonly kind: 'array' | 'map'; readonly items: SchemaNode }
  | { readonly kind: 'union'; readonly branches: readonly SchemaNode[] }
  | { readonly kind: 'record'; readonly name: string; readonly fields: readonly SchemaField[] }

export interface SchemaField {
  readonly name: string
  readonly type: SchemaNode
  /** As JSON; undefined when the field has none. */
  readonly fallback: unknown
}

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
export type Primitive = (typeof primitives)[number]

/**
 * Reads a schema. A type that contains itself is refused, because the depth of its records would have no bound.
 * @throws HS_SCHEMA_UNSUPPORTED
 */
export function schemaNode(schema: unknown): SchemaNode {
  return nodeOf(schema, '', new Map())
}

type Named = Map<string, SchemaNode>

function nodeOf(schema: unknown, namespace: string, named: Named): SchemaNode {
  if (Array.isArray(schema)) return { kind: 'union', branches: schema.map((branch) => nodeOf(branch, namespace, named)) }
  if (typeof schema === 'string') return reference(schema, namespace, named)
  if (typeof schema !== 'object' || schema === null) throw unsupported(schema)
  const attributes = schema as Readonly<Record<string, unknown>> // checked above
  const { type } = attributes
  if (type === 'array' || type === 'map') {
    return { kind: type, items: nodeOf(type === 'array' ? attributes.items : attributes.values, namespace, named) }
  }
  if (type === 'record' || type === 'enum' || type === 'fixed') return define(type, attributes, namespace, named)
  return nodeOf(type, namespace, named)
}

function reference(name: string, namespace: string, named: Named): SchemaNode {
  const primitive = primitives.find((one) => one === name)
  if (primitive) return { kind: primitive }
  const node = named.get(name) ?? named.get(`${namespace}.${name}`)
  if (!node) throw unsupported(name)
  return node
}

function define(
  kind: 'record' | 'enum' | 'fixed',
  attributes: Readonly<Record<string, unknown>>,
  outer: string,
  named: Named,
): SchemaNode {
  const given = String(attributes.name)
  const namespace = given.includes('.') ? given.slice(0, given.lastIndexOf('.')) : String(attributes.namespace ?? outer)
  const name = given.slice(given.lastIndexOf('.') + 1)
  const node = definition(kind, name, attributes, namespace, named)
  named.set(namespace === '' ? name : `${namespace}.${name}`, node)
  return node
}

function definition(
  kind: 'record' | 'enum' | 'fixed',
  name: string,
  attributes: Readonly<Record<string, unknown>>,
  namespace: string,
  named: Named,
): SchemaNode {
  if (kind === 'fixed') return { kind, size: Number(attributes.size) }
  if (kind === 'enum') {
    const { symbols, default: fallback } = attributes
    if (!Array.isArray(symbols)) throw unsupported(name)
    return { kind, symbols: symbols.map(String), fallback: fallback === undefined ? undefined : String(fallback) }
  }
  if (!Array.isArray(attributes.fields)) throw unsupported(name)
  const fields = attributes.fields.map((field: { name: string; type: unknown; default?: unknown }) => ({
    name: field.name,
    type: nodeOf(field.type, namespace, named),
    fallback: field.default,
  }))
  return { kind, name, fields }
}

function unsupported(schema: unknown): HomeostatError {
  return new HomeostatError('HS_SCHEMA_UNSUPPORTED', {
    message: `The schema uses ${JSON.stringify(schema)}, which is not defined before it is used or not a part of Avro that Homeostat reads.`,
  })
}
