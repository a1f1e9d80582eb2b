import { join } from 'node:path'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema } from '../../schemas/registry/registry.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { type EmbeddedLogOptions, openEmbeddedLog } from '../../streams/runtime/log/embedded/embedded-log.ts'
import type { OpenedInstallation } from './installation.ts'
import { loadSchemas, saveSchema } from './schema-topic.ts'
import { PARTITIONS, topicsOf } from './topics-of.ts'

/** The log of a data folder, with the registry in its topic `schemas`. */
export async function openEmbedded(
  data: string,
  stages: readonly Stage[],
  options: EmbeddedLogOptions,
): Promise<OpenedInstallation> {
  const log = await openEmbeddedLog(join(data, 'log'), options)
  try {
    if (!options.readOnly) await log.createTopics(topicsOf(stages, PARTITIONS))
    // A read-only process registers in its own memory what the log does not hold yet.
    const save = async (entry: RegisteredSchema) => (options.readOnly ? undefined : saveSchema(log, entry))
    const registry = await embeddedRegistry({ load: () => loadSchemas(log), save })
    return { log, codec: await createCodec({ registry }), partitions: PARTITIONS, registry: 'the data folder' }
  } catch (error) {
    await log.close()
    throw error
  }
}
