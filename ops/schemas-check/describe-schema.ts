import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { AvroRecord, AvroSchema } from '../../schemas/generation/avro-schema.ts'
import { readSchemas } from '../../schemas/generation/read-schemas.ts'
import { fullName } from '../../schemas/generation/render-records.ts'
import { catalogue } from '../../schemas/topics.ts'

export interface SchemaDescription {
  readonly name: string
  readonly fullName: string
  readonly doc: string
  /** Topics of the catalogue in which it may stand; stages have others of their own. */
  readonly topics: readonly string[]
  readonly fields: readonly { readonly name: string; readonly type: string; readonly doc: string }[]
  readonly schema: AvroRecord
}

/** All records, for `homeostat schemas show`. */
export function describeSchemas(): readonly SchemaDescription[] {
  return readSchemas().map(describe)
}

/**
 * One record, by short or full name, for `homeostat schemas show NAME`.
 * @throws HS_NOT_FOUND naming what there is
 */
export function describeSchema(name: string): SchemaDescription {
  const all = describeSchemas()
  const found = all.find((one) => one.name === name || one.fullName === name)
  if (found) return found
  const message = `There is no record ${name}; there are ${all.map((one) => one.name).join(', ')}.`
  throw new HomeostatError('HS_NOT_FOUND', { message, value: name })
}

function describe(record: AvroRecord): SchemaDescription {
  return {
    name: record.name,
    fullName: fullName(record),
    doc: record.doc ?? '',
    topics: catalogue.filter((topic) => topic.records.some((one) => one === record.name)).map((topic) => topic.name),
    fields: record.fields.map((field) => ({ name: field.name, type: typeName(field.type), doc: field.doc ?? '' })),
    schema: record,
  }
}

/** A type in one word or two, such as `array<Cut>` or `string | null`. */
function typeName(type: AvroSchema): string {
  if (typeof type === 'string') return type
  if (isUnion(type))
    return [...type]
      .sort((a, b) => Number(a === 'null') - Number(b === 'null'))
      .map(typeName)
      .join(' | ')
  switch (type.type) {
    case 'record':
      return type.name
    case 'enum':
      return type.symbols.join(' | ')
    case 'array':
      return `array<${typeName(type.items)}>`
    case 'map':
      return `map<${typeName(type.values)}>`
    default:
      return type.logicalType ?? type.type
  }
}

function isUnion(type: AvroSchema): type is readonly AvroSchema[] {
  return Array.isArray(type)
}
