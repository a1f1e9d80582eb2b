import type { RegisteredSchema } from '../../../schemas/registry/registry.ts'
import type { SchemaStore } from '../../../schemas/registry/schema-store.ts'

/** A store that several processes would share; as in a compacted topic, the last entry of an id counts. */
export function memoryStore(): SchemaStore & { readonly entries: RegisteredSchema[] } {
  const entries: RegisteredSchema[] = []
  return {
    entries,
    load: async () => [...entries],
    async save(entry) {
      const at = entries.findIndex(({ id }) => id === entry.id)
      if (at >= 0) entries.splice(at, 1)
      entries.push(entry)
    },
  }
}
