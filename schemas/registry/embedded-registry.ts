import { checkCompatible } from '../compatibility/check-compatible.ts'
import { HomeostatError } from '../core/homeostat-error.ts'
import { isSameSchema } from '../generation/is-same-schema.ts'
import { withoutDocs } from '../generation/without-docs.ts'
import { inTurn } from './in-turn.ts'
import type { RegisteredSchema, Registry } from './registry.ts'
import type { SchemaStore } from './schema-store.ts'

/**
 * A registry within the process: ids count from 1 in the order of registration; a new version must be able to read what every earlier
 * one wrote (BACKWARD_TRANSITIVE). Comments are no part of a schema.
 */
export async function embeddedRegistry(store: SchemaStore): Promise<Registry> {
  let entries = [...(await store.load())]
  const oneByOne = inTurn() // two registrations never take one id

  async function registerNow(subject: string, given: object): Promise<number> {
    const schema = withoutDocs(given) as object // an object stays one
    const versions = entries.filter((entry) => entry.subject === subject)
    const same = versions.find((entry) => isSameSchema(entry.schema, schema))
    if (same) return same.id
    for (const earlier of versions) checkCompatible(subject, { schema, version: versions.length + 1 }, earlier)
    const id = entries.reduce((highest, entry) => Math.max(highest, entry.id), 0) + 1
    const entry = { id, subject, version: versions.length + 1, schema }
    await store.save(entry)
    entries.push(entry)
    return id
  }

  /** Another process may have registered it since: the store is read again. */
  async function reload(id: number): Promise<RegisteredSchema> {
    entries = [...(await store.load())]
    const entry = entries.find((one) => one.id === id)
    if (entry) return entry
    throw new HomeostatError('HS_SCHEMA_UNKNOWN', { value: id })
  }

  return {
    register: (subject, schema) => oneByOne(() => registerNow(subject, schema)),
    schemaOf: async (id) => (entries.find((one) => one.id === id) ?? (await oneByOne(() => reload(id)))).schema,
    versions: async (subject) => entries.filter((entry) => entry.subject === subject),
  }
}
