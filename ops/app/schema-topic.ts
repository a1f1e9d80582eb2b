import type { RegisteredSchema } from '../../schemas/registry/registry.ts'
import { decodeSchemaEntry, encodeSchemaEntry } from '../../schemas/registry/schema-entry.ts'
import { Schemas } from '../../schemas/topics.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'

/** What stands in the topic `schemas`, in the order in which it was written. */
export async function loadSchemas(log: Log): Promise<RegisteredSchema[]> {
  const entries: RegisteredSchema[] = []
  for await (const { value } of readAll(log, Schemas.name, 0)) if (value) entries.push(decodeSchemaEntry(value))
  return entries
}

export async function saveSchema(log: Log, entry: RegisteredSchema): Promise<void> {
  await log.append([{ topic: Schemas.name, partition: 0, ...encodeSchemaEntry(entry) }])
}
