import type { AvroEnum, AvroField, AvroRecord, AvroSchema } from './avro-schema.ts'
import { withoutDocs } from './without-docs.ts'

/**
 * The TypeScript of `generated/records.ts`: an interface a record, a union of literals an enum, and the tables by name.
 * Two schemas may both define a named type only when the definitions are equal.
 */
export function renderRecords(records: readonly AvroRecord[]): string {
  const types = new Map<string, string>()
  for (const record of records) declare(record, types)
  return `// Generated from the .avsc files by \`node --import tsx schemas/generate.ts\`; do not edit.
${[...types.values()].join('\n')}
/** The records that may stand in a topic, by short name. */
export interface RecordMap {
${records.map((record) => `  ${record.name}: ${record.name}\n`).join('')}}

export type RecordName = keyof RecordMap

/** Full names, which are also the subjects in the registry and the CloudEvents types. */
export const fullNames: Readonly<Record<RecordName, string>> = {
${records.map((record) => `  ${record.name}: '${fullName(record)}',\n`).join('')}}

/** The Avro schemas of the .avsc files without their comments: what is registered and written with. */
export const recordSchemas: Readonly<Record<RecordName, object>> = {
${records.map((record) => `  ${record.name}: ${JSON.stringify(withoutDocs(record))},\n`).join('')}}
`
}

export function fullName(record: AvroRecord): string {
  return record.namespace ? `${record.namespace}.${record.name}` : record.name
}

function declare(type: AvroRecord | AvroEnum, types: Map<string, string>): void {
  const text = type.type === 'enum' ? enumText(type) : recordText(type, types)
  const known = types.get(type.name)
  if (known !== undefined && known !== text)
    throw new Error(`Two schemas define ${type.name} differently; give one another name.`)
  types.set(type.name, text)
}

function enumText(type: AvroEnum): string {
  return `export type ${type.name} = ${type.symbols.map((symbol) => `'${symbol}'`).join(' | ')}\n`
}

function recordText(record: AvroRecord, types: Map<string, string>): string {
  const fields = record.fields.map((field) => fieldText(field, types)).join('')
  return `${docText(record.doc, '')}export interface ${record.name} {\n${fields}}\n`
}

function fieldText(field: AvroField, types: Map<string, string>): string {
  return `${docText(field.doc, '  ')}  readonly ${field.name}: ${typeText(field.type, types)}\n`
}

function docText(doc: string | undefined, indent: string): string {
  return doc === undefined ? '' : `${indent}/** ${doc.replaceAll('*/', '* /')} */\n`
}

const primitives: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  string: 'string',
}

function typeText(type: AvroSchema, types: Map<string, string>): string {
  if (typeof type === 'string') return primitives[type] ?? type.split('.').at(-1) ?? type
  if (Array.isArray(type)) return unionText(type, types)
  if (!('type' in type)) throw new Error(`Not an Avro type: ${JSON.stringify(type)}`)
  switch (type.type) {
    case 'record':
    case 'enum':
      declare(type, types)
      return type.name
    case 'array':
      return `readonly ${elementText(type.items, types)}[]`
    case 'map':
      return `Readonly<Record<string, ${typeText(type.values, types)}>>`
    default:
      return typeText(type.type, types)
  }
}

/** Null comes last, as a reader of TypeScript expects it. */
function unionText(branches: readonly AvroSchema[], types: Map<string, string>): string {
  const texts = branches.filter((branch) => branch !== 'null').map((branch) => typeText(branch, types))
  return [...texts, ...(branches.includes('null') ? ['null'] : [])].join(' | ')
}

function elementText(items: AvroSchema, types: Map<string, string>): string {
  const text = typeText(items, types)
  return text.includes(' ') ? `(${text})` : text
}
