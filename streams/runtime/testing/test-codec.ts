import type { Codec } from '../../../schemas/codec/codec.ts'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema } from '../../../schemas/registry/registry.ts'

/** A real codec over a registry that forgets: ids are the same in every process, because registration goes in a fixed order. */
export async function createTestCodec(): Promise<Codec> {
  const entries: RegisteredSchema[] = []
  const store = {
    load: async () => entries,
    save: async (entry: RegisteredSchema) => void entries.push(entry),
  }
  return createCodec({ registry: await embeddedRegistry(store) })
}

export const testCodec: Codec = await createTestCodec()
