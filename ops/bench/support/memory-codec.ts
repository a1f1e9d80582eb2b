import type { Codec } from '../../../schemas/codec/codec.ts'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../../schemas/registry/embedded-registry.ts'

/** A codec whose registry lives in memory. */
export async function memoryCodec(): Promise<Codec> {
  return createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })
}
