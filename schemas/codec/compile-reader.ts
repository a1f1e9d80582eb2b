import { HomeostatError } from '../core/homeostat-error.ts'
import type { ByteReader } from './byte-reader.ts'
import { defaultValue } from './default-value.ts'
import { malformed } from './malformed.ts'
import type { SchemaNode } from './schema-node.ts'

export type Read = (input: ByteReader) => unknown

/**
 * A function that reads what `writer` wrote as `reader` wants it (Avro 1.12, "Schema resolution"): fields by name, missing ones by
 * default, numbers promoted, unknown symbols as the enum's default. Maps have no prototype, so that `__proto__` is a key like any other;
 * bytes are views of the record. The cost is linear in the record's size, whatever it holds.
 *
 * @throws HS_SCHEMA_INCOMPATIBLE naming the place; HS_RECORD_MALFORMED from the function
 */
export function compileReader(writer: SchemaNode, reader: SchemaNode, path = ''): Read {
  if (writer.kind === 'union') return readUnion(writer.branches.map((branch) => branchReader(branch, reader, path)))
  if (reader.kind === 'union') {
    const target =
      reader.branches.find((branch) => branch.kind === writer.kind) ??
      reader.branches.find((branch) => fits(writer, branch, path))
    if (!target) throw incompatible(path, writer.kind, 'any branch of the union')
    return compileReader(writer, target, path)
  }
  if (writer.kind === 'record' && reader.kind === 'record') return readRecord(writer, reader, path)
  if (writer.kind === 'enum' && reader.kind === 'enum') return readEnum(writer.symbols, reader.symbols, reader.fallback)
  if (writer.kind === 'array' && reader.kind === 'array')
    return readArray(leastBytes(writer.items), compileReader(writer.items, reader.items, `${path}[]`))
  if (writer.kind === 'map' && reader.kind === 'map')
    return readMap(leastBytes(writer.items), compileReader(writer.items, reader.items, `${path}{}`))
  if (writer.kind === 'fixed' && reader.kind === 'fixed' && writer.size === reader.size)
    return (input) => input.readFixed(writer.size)
  return readPrimitive(writer.kind, reader.kind, path)
}

/** A branch that the reader does not know is an error only when it occurs. */
function branchReader(branch: SchemaNode, reader: SchemaNode, path: string): Read {
  try {
    return compileReader(branch, reader, path)
  } catch (error) {
    if (reader.kind !== 'union') throw error
    return (input) => {
      throw malformed(`the union holds ${branch.kind}, which the reader does not know`, input.pos)
    }
  }
}

function fits(writer: SchemaNode, reader: SchemaNode, path: string): boolean {
  try {
    compileReader(writer, reader, path)
    return true
  } catch {
    return false // that it does not fit is the answer
  }
}

type RecordNode = Extract<SchemaNode, { kind: 'record' }>

function readRecord(writer: RecordNode, reader: RecordNode, path: string): Read {
  const wanted = new Map(reader.fields.map((field) => [field.name, field]))
  const steps = writer.fields.map((field) => {
    const target = wanted.get(field.name)
    return {
      name: target && field.name,
      read: target ? compileReader(field.type, target.type, `${path}.${field.name}`) : compileSkip(field.type),
    }
  })
  const written = new Set(writer.fields.map((field) => field.name))
  const missing = reader.fields.filter((field) => !written.has(field.name))
  const defaults = missing.map((field) => {
    if (field.fallback === undefined) throw incompatible(`${path}.${field.name}`, 'nothing', 'a field without a default')
    return { name: field.name, make: () => defaultValue(field.type, field.fallback) }
  })
  return (input) => {
    const record: Record<string, unknown> = {}
    for (const { name, read } of steps) {
      const value = read(input)
      if (name !== undefined) record[name] = value
    }
    for (const { name, make } of defaults) record[name] = make()
    return record
  }
}

/** Reads what nobody wants; a long may then be larger than a number holds. */
function compileSkip(writer: SchemaNode): Read {
  switch (writer.kind) {
    case 'long':
      return (input) => input.skipLong()
    case 'record':
      return skipAll(writer.fields.map((field) => compileSkip(field.type)))
    case 'array':
      return readArray(leastBytes(writer.items), compileSkip(writer.items))
    case 'map':
      return readMap(leastBytes(writer.items), compileSkip(writer.items))
    case 'union':
      return readUnion(writer.branches.map(compileSkip))
    default:
      return compileReader(writer, writer)
  }
}

function skipAll(reads: readonly Read[]): Read {
  return (input) => {
    for (const read of reads) read(input)
  }
}

function readEnum(written: readonly string[], wanted: readonly string[], fallback: string | undefined): Read {
  const symbols = written.map((symbol) => (wanted.includes(symbol) ? symbol : fallback))
  return (input) => {
    const start = input.pos
    const symbol = symbols[input.readLong()]
    if (symbol === undefined) throw malformed('an enum has a symbol that the reader does not know', start)
    return symbol
  }
}

function readUnion(branches: readonly Read[]): Read {
  return (input) => {
    const start = input.pos
    const branch = branches[input.readLong()]
    if (branch === undefined) throw malformed('a union has no such branch', start)
    return branch(input)
  }
}

function readArray(least: number, read: Read): Read {
  return (input) => {
    const items: unknown[] = []
    for (let count = input.readBlock(least); count > 0; count = input.readBlock(least)) {
      const { blockEnd } = input
      for (; count > 0; count--) items.push(read(input))
      input.endBlock(blockEnd)
    }
    return items
  }
}

function readMap(least: number, read: Read): Read {
  return (input) => {
    const map: Record<string, unknown> = Object.create(null)
    for (let count = input.readBlock(1 + least); count > 0; count = input.readBlock(1 + least)) {
      const { blockEnd } = input
      for (; count > 0; count--) {
        const start = input.pos
        const key = input.readString()
        if (key in map) throw malformed(`the key ${key.slice(0, 80)} occurs twice`, start)
        map[key] = read(input)
      }
      input.endBlock(blockEnd)
    }
    return map
  }
}

const reads: Readonly<Record<string, Read>> = {
  null: () => null,
  boolean: (input) => input.readBoolean(),
  int: (input) => input.readInt(),
  long: (input) => input.readLong(),
  float: (input) => input.readFloat(),
  double: (input) => input.readDouble(),
  bytes: (input) => input.readBytes(),
  string: (input) => input.readString(),
}

/** What else may be read as what. */
const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
}

function readPrimitive(writer: SchemaNode['kind'], reader: SchemaNode['kind'], path: string): Read {
  if (writer === 'string' && reader === 'bytes') return reads.bytes
  if (writer === 'bytes' && reader === 'string') return reads.string
  const read = reads[writer]
  if (read === undefined || (writer !== reader && !promotions[writer]?.includes(reader))) throw incompatible(path, writer, reader)
  return read
}

/** What an item takes at least; at least 1, because nothing bounds how many items of no size a few bytes may announce. */
function leastBytes(node: SchemaNode): number {
  const least = sizeOf(node)
  if (least > 0) return least
  throw new HomeostatError('HS_SCHEMA_UNSUPPORTED', { message: 'The schema has an array or map whose items take no bytes.' })
}

function sizeOf(node: SchemaNode): number {
  if (node.kind === 'null') return 0
  if (node.kind === 'float') return 4
  if (node.kind === 'double') return 8
  if (node.kind === 'fixed') return node.size
  return node.kind === 'record' ? node.fields.reduce((sum, field) => sum + sizeOf(field.type), 0) : 1
}

function incompatible(path: string, written: string, wanted: string): HomeostatError {
  return new HomeostatError('HS_SCHEMA_INCOMPATIBLE', {
    message: `${path === '' ? 'The record' : `Field ${path.slice(1)}`} was written as ${written} and cannot be read as ${wanted}.`,
  })
}
