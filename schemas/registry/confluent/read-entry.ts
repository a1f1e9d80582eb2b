import { Type } from '@sinclair/typebox'
import { HomeostatError } from '../../core/homeostat-error.ts'
import type { RegisteredSchema } from '../registry.ts'
import type { ConfluentApi } from './confluent-api.ts'

const Schema = Type.Object({
  schema: Type.String(),
  schemaType: Type.Optional(Type.String()),
  references: Type.Optional(Type.Array(Type.Unknown())),
})
const Places = Type.Array(Type.Object({ subject: Type.String(), version: Type.Integer() }))

/** Reads a schema whose parts stand in other subjects, with the parts put in. */
export type Assemble = (id: number) => Promise<object>

/**
 * What stands under an id. An id may stand in several subjects; the one that is called like the record comes first.
 * @throws HS_SCHEMA_UNKNOWN, HS_SCHEMA_NOT_AVRO, HS_SCHEMA_UNSUPPORTED, and as `ask`
 */
export async function readEntry(api: ConfluentApi, id: number, assemble: Assemble): Promise<RegisteredSchema> {
  const doing = `read schema ${id}`
  const answer = await api.find({ method: 'GET', path: `/schemas/ids/${id}`, as: Schema, doing })
  if (answer === undefined) throw new HomeostatError('HS_SCHEMA_UNKNOWN', { value: id })
  const schema = await avroOf(id, answer, assemble)
  const path = `/schemas/ids/${id}/versions`
  const places = (await api.find({ method: 'GET', path, as: Places, doing })) ?? []
  const name = nameOf(schema)
  const place = places.find(({ subject }) => subject === name) ?? places[0] ?? { subject: name, version: 1 }
  return { id, ...place, schema }
}

/** @throws HS_SCHEMA_NOT_AVRO, HS_SCHEMA_UNSUPPORTED */
export async function avroOf(
  id: number,
  { schema, schemaType = 'AVRO', references = [] }: { schema: string; schemaType?: string; references?: readonly unknown[] },
  assemble: Assemble,
): Promise<object> {
  if (schemaType !== 'AVRO') {
    const message = `Schema ${id} of the registry is ${schemaType}; Homeostat reads Avro.`
    throw new HomeostatError('HS_SCHEMA_NOT_AVRO', { message, value: schemaType })
  }
  return references.length > 0 ? assemble(id) : parse(id, schema)
}

function parse(id: number, text: string): object {
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema === 'object' && schema !== null) return schema
    if (typeof schema === 'string') return { type: schema }
  } catch {
    // said below
  }
  const message = `Schema ${id} of the registry is not a valid Avro schema.`
  throw new HomeostatError('HS_SCHEMA_UNSUPPORTED', { message, value: id })
}

function nameOf(schema: object): string {
  const { name, namespace } = schema as { name?: unknown; namespace?: unknown } // any JSON object has fields that may be missing
  if (typeof name !== 'string') return 'unnamed'
  return typeof namespace === 'string' && !name.includes('.') ? `${namespace}.${name}` : name
}
