import type { Codec } from '../../../../schemas/codec/codec.ts'
import { createCodec } from '../../../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema, Registry } from '../../../../schemas/registry/registry.ts'

/** The embedded registry over an array. */
export function memoryRegistry(entries: RegisteredSchema[] = []): Promise<Registry> {
  return embeddedRegistry({
    load: async () => [...entries],
    save: async (entry) => void entries.push(entry),
  })
}

export async function memoryCodec(layoutBytes?: number): Promise<Codec> {
  return createCodec({ registry: await memoryRegistry(), ...(layoutBytes === undefined ? {} : { layoutBytes }) })
}
