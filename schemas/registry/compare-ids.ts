import { HomeostatError } from '../core/homeostat-error.ts'
import type { RegisteredSchema } from './registry.ts'
import type { RemoteRegistry } from './remote-registry.ts'
import { sameMeaning } from './same-meaning.ts'

const atOnce = 8

/**
 * Asks the registry for ids that the log knows. One that is missing while a higher one is there was deleted, which harms nobody; a
 * missing highest one means that the registry counts from an earlier number again, and would give an id a second meaning.
 *
 * @throws HS_REGISTRY_IDS_CHANGED naming what the registry says and what the log says; HS_REGISTRY_UNAVAILABLE and its like
 */
export async function compareIds(remote: RemoteRegistry, entries: readonly RegisteredSchema[]): Promise<void> {
  const sorted = [...entries].sort((one, other) => one.id - other.id)
  const found: (object | undefined)[] = []
  for (let at = 0; at < sorted.length; at += atOnce)
    found.push(...(await Promise.all(sorted.slice(at, at + atOnce).map((entry) => schemaAt(remote, entry.id)))))
  for (const [index, schema] of found.entries()) {
    const entry = sorted[index]
    if (schema !== undefined && !sameMeaning(schema, entry.schema)) throw idsChanged(remote, entry, called(schema))
    if (schema === undefined && index === sorted.length - 1) throw idsChanged(remote, entry, 'nothing')
  }
}

/** @param now  what the registry says, for people */
export function idsChanged(remote: RemoteRegistry, entry: RegisteredSchema, now: string): HomeostatError {
  const message = `In the registry at ${remote.url} the id ${entry.id} is ${now}, in the log it is version ${entry.version} of ${entry.subject}. Give the registry back its data; or, when it was started empty, run \`homeostat schemas register --restore\`.`
  return new HomeostatError('HS_REGISTRY_IDS_CHANGED', { message, value: entry.id })
}

/** What stands under an id; undefined when there is nothing, an empty schema when it is none of Avro's. */
export async function schemaAt(remote: RemoteRegistry, id: number): Promise<object | undefined> {
  try {
    return await remote.schemaOf(id)
  } catch (error) {
    if (error instanceof HomeostatError && error.code === 'HS_SCHEMA_UNKNOWN') return undefined
    if (error instanceof HomeostatError && error.code === 'HS_SCHEMA_NOT_AVRO') return {}
    throw error
  }
}

/** A schema in few words, for people. */
export function called(schema: object): string {
  const { namespace, name } = schema as { namespace?: unknown; name?: unknown } // any object may lack them
  return typeof name === 'string'
    ? `${namespace === undefined ? '' : `${namespace}.`}${name} with another form`
    : 'something else'
}
