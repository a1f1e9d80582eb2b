import { HomeostatError } from '../core/homeostat-error.ts'
import { called, idsChanged, schemaAt } from './compare-ids.ts'
import type { RegisteredSchema } from './registry.ts'
import type { RemoteRegistry } from './remote-registry.ts'
import { sameMeaning } from './same-meaning.ts'

export interface Restored {
  /** Ids that were registered again. */
  readonly restored: number
  /** Ids that the registry still had. */
  readonly kept: number
  /** Ids between them that the log does not know, taken by a placeholder. */
  readonly filled: number
}

export interface RestoreOptions {
  /** Counts what would be done, and looks whether it can be. */
  readonly dryRun?: boolean
  /** Told after each number. */
  readonly onStep?: (id: number, highest: number) => void
}

/** More than a server leaves out; a registry that numbers at random cannot be refilled by counting. */
const mostGaps = 10_000

/**
 * Gives a registry that lost its data the ids of the log again: registries count up, so everything is registered in the order of the
 * ids, with a placeholder for each number that the log does not know (servers leave numbers out: Apicurio when a schema is in a second subject). What is there already must agree;
 * nothing is written before everything was looked at. Repeating it goes on where it stopped.
 *
 * @throws HS_REGISTRY_IDS_CHANGED when the registry is not empty and does not agree, or does not count as expected
 */
export async function restoreIds(
  remote: RemoteRegistry,
  entries: readonly RegisteredSchema[],
  { dryRun = false, onStep }: RestoreOptions = {},
): Promise<Restored> {
  const wanted = new Map(entries.map((entry) => [entry.id, entry]))
  const highest = Math.max(0, ...wanted.keys())
  if (highest - wanted.size > mostGaps) throw tooManyGaps(remote, highest - wanted.size)
  const first = await firstMissing(remote, wanted, highest)
  let restored = 0
  let filled = 0
  for (let next = first; next <= highest; next++) {
    const entry = wanted.get(next)
    if (!dryRun) await (entry ? restore(remote, entry) : remote.put(...placeholder(next)))
    if (entry) restored++
    else filled++
    onStep?.(next, highest)
  }
  return { restored, kept: wanted.size - restored, filled }
}

/** The number from which on the registry has nothing. */
async function firstMissing(
  remote: RemoteRegistry,
  wanted: ReadonlyMap<number, RegisteredSchema>,
  highest: number,
): Promise<number> {
  let lastThere = 0
  const missing: RegisteredSchema[] = []
  for (let id = 1; id <= highest; id++) {
    const entry = wanted.get(id)
    const schema = await schemaAt(remote, id)
    if (schema !== undefined) lastThere = id
    if (entry === undefined) continue
    if (schema === undefined) missing.push(entry)
    else if (!sameMeaning(schema, entry.schema)) throw idsChanged(remote, entry, called(schema))
  }
  const passed = missing.find((entry) => entry.id < lastThere)
  if (passed) throw idsChanged(remote, passed, `nothing, while it counts on from ${lastThere}`)
  return lastThere + 1
}

async function restore(remote: RemoteRegistry, entry: RegisteredSchema): Promise<void> {
  const { id, subject, schema } = entry
  const isOwn = subject.startsWith('homeostat.')
  if (isOwn && (await remote.versions(subject)).length === 0) await remote.setCompatibility(subject)
  const given = await remote.put(subject, schema)
  if (given !== id) throw idsChanged(remote, entry, `given as ${given} to what was registered again`)
}

function placeholder(id: number): [subject: string, schema: object] {
  const name = `Placeholder${id}`
  return [`homeostat.registry.${name}`, { type: 'record', name, namespace: 'homeostat.registry', fields: [] }]
}

function tooManyGaps(remote: RemoteRegistry, gaps: number): HomeostatError {
  const message = `The registry at ${remote.url} does not count its ids one by one: ${gaps} numbers between those of the log are not in the log. Give it back its data.`
  return new HomeostatError('HS_REGISTRY_IDS_CHANGED', { message, value: gaps, limit: mostGaps })
}
