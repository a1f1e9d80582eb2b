import { errorCatalogue } from '../core/error-catalogue.ts'
import { codeOf, HomeostatError } from '../core/homeostat-error.ts'
import { isSameSchema } from '../generation/is-same-schema.ts'
import { withoutDocs } from '../generation/without-docs.ts'
import { called, compareIds, idsChanged } from './compare-ids.ts'
import { inTurn } from './in-turn.ts'
import type { RegisteredSchema, Registry } from './registry.ts'
import type { RemoteRegistry } from './remote-registry.ts'
import { sameMeaning } from './same-meaning.ts'
import type { SchemaStore } from './schema-store.ts'

export interface RecordedRegistryOptions {
  readonly remote: RemoteRegistry
  /** The topic `schemas`. */
  readonly store: SchemaStore
  /** Told when the registry cannot be asked at the start, and what is known has to do. */
  readonly onLost?: (error: HomeostatError) => void
}

/**
 * A registry whose every schema stands in the log too. What the log knows is answered from there: without the registry only new
 * registrations and unknown ids wait. `versions` are those in the log.
 *
 * Before the registry is asked for the first time, the start included, every id of the log is compared with it, and the highest one
 * before each later question: a registry that lost its data is found before it has given an id a second meaning.
 *
 * @throws HS_REGISTRY_IDS_CHANGED, and what the store throws
 */
export async function recordedRegistry({ remote, store, onLost }: RecordedRegistryOptions): Promise<Registry> {
  let entries = new Map<number, RegisteredSchema>()
  let compared = false
  const oneByOne = inTurn() // a comparison holds for what follows it

  async function reload(): Promise<void> {
    entries = new Map((await store.load()).map((entry) => [entry.id, entry]))
  }

  async function compare(): Promise<void> {
    const highest = entries.get(Math.max(...entries.keys()))
    await compareIds(remote, compared ? (highest ? [highest] : []) : [...entries.values()])
    compared = true
  }

  async function keep(entry: RegisteredSchema): Promise<void> {
    const known = entries.get(entry.id)
    if (known && !sameMeaning(known.schema, entry.schema)) throw idsChanged(remote, known, called(entry.schema))
    await store.save(entry)
    entries.set(entry.id, entry)
  }

  function recorded(subject: string, schema: object): RegisteredSchema | undefined {
    return [...entries.values()].find((entry) => entry.subject === subject && isSameSchema(entry.schema, schema))
  }

  async function registerNow(subject: string, given: object): Promise<number> {
    const schema = withoutDocs(given) as object // an object stays one
    const known = recorded(subject, schema)
    if (known) return known.id
    await compare()
    const id = await remote.register(subject, schema)
    const version = (await remote.versions(subject)).find((one) => one.id === id)?.version ?? 1
    await keep({ id, subject, version, schema })
    return id
  }

  async function learn(id: number): Promise<object> {
    await reload()
    const known = entries.get(id)
    if (known) return known.schema
    await compare()
    const entry = await remote.entryOf(id)
    await keep(entry)
    return entry.schema
  }

  await reload()
  await compare().catch((error) => {
    if (!(error instanceof HomeostatError) || errorCatalogue[codeOf(error)].reaction !== 'wait') throw error
    onLost?.(error)
  })

  return {
    register: (subject, schema) => oneByOne(() => registerNow(subject, schema)),
    schemaOf: async (id) => entries.get(id)?.schema ?? (await oneByOne(() => learn(id))),
    versions: async (subject) =>
      [...entries.values()].filter((entry) => entry.subject === subject).sort((one, other) => one.version - other.version),
  }
}
