import type { Codec } from '../../schemas/codec/codec.ts'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { codeOf, HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import { encodeSchemaEntry } from '../../schemas/registry/schema-entry.ts'
import type { SchemaStore } from '../../schemas/registry/schema-store.ts'
import { Schemas } from '../../schemas/topics.ts'
import type { Log, Writer } from '../../streams/runtime/log/log.ts'
import { loadSchemas } from './schema-topic.ts'

/**
 * The codec over a registry in the topic `schemas` that several processes share. Who registers holds the writer `registry`; whoever is
 * fenced meanwhile begins again with what the other one has registered, so that two schemas never get one id.
 */
export async function codecOnTopic(log: Log): Promise<Codec> {
  for (let attempt = 1; ; attempt++) {
    const { store, close } = fencedStore(log)
    try {
      return await createCodec({ registry: await embeddedRegistry(store) })
    } catch (error) {
      if (codeOf(error) !== 'HS_LOG_FENCED' || attempt === MOST_ATTEMPTS) throw error
    } finally {
      await close()
    }
  }
}

const REGISTRY_WRITER = 'registry'
const MOST_ATTEMPTS = 20

/** Opens its writer with the first save, and refuses it when somebody else has saved since the entries were loaded. */
function fencedStore(log: Log): { readonly store: SchemaStore; close(): Promise<void> } {
  let writer: Writer | undefined
  let loaded = 0
  const load = async () => {
    const entries = await loadSchemas(log)
    loaded = entries.length
    return entries
  }
  const store: SchemaStore = {
    load,
    async save(entry) {
      if (writer === undefined) {
        const before = loaded
        writer = await log.writer(REGISTRY_WRITER)
        if ((await load()).length !== before) throw new HomeostatError('HS_LOG_FENCED')
      }
      await writer.commit([{ topic: Schemas.name, partition: 0, ...encodeSchemaEntry(entry) }])
    },
  }
  return {
    store,
    async close() {
      await writer?.close()
      writer = undefined
    },
  }
}
