import fc from 'fast-check'
import type { SchemaNode } from '../../../../schemas/codec/schema-node.ts'

/** Values of a schema, in the form in which they are written. */
export function arbitraryOf(node: SchemaNode): fc.Arbitrary<unknown> {
  switch (node.kind) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'int':
      return fc.integer()
    case 'long':
      return fc.integer({ min: -(2 ** 52), max: 2 ** 53 - 10 })
    case 'float':
    case 'double':
      return fc.double()
    case 'string':
      return fc.string({ unit: 'grapheme', maxLength: 12 })
    case 'bytes':
      return fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes))
    case 'fixed':
      return fc.uint8Array({ minLength: node.size, maxLength: node.size }).map((bytes) => Buffer.from(bytes))
    case 'enum':
      return fc.constantFrom(...node.symbols)
    case 'array':
      return fc.array(arbitraryOf(node.items), { maxLength: 4 })
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 5 }), arbitraryOf(node.items), { maxKeys: 4, noNullPrototype: false })
    case 'union':
      return fc.oneof(...node.branches.map(arbitraryOf))
    case 'record':
      return fc.record(Object.fromEntries(node.fields.map((field) => [field.name, arbitraryOf(field.type)])))
  }
}
