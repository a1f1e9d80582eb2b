import { join } from 'node:path'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { type EmbeddedLogOptions, openEmbeddedLog } from '../../streams/runtime/log/embedded/embedded-log.ts'
import { asConnection, type Connection } from './connection/connection.ts'
import type { OpenedInstallation } from './installation.ts'
import { loadSchemas, saveSchema } from './schema-topic.ts'
import { topicsOf } from './topics-of.ts'

export type { Installation } from './installation.ts'

export type InstallationOptions = EmbeddedLogOptions

/**
 * Opens the log of an installation with everything that the stages need in it. Repeating it changes nothing.
 * @param where  a data folder, or a connection
 */
export async function openInstallation(
  where: string | Connection,
  stages: readonly Stage[],
  options: InstallationOptions = {},
): Promise<OpenedInstallation> {
  const connection = asConnection(where)
  return openEmbedded(connection.data, stages, options)
}

/** Everything in one partition: one process reads it. */
export const PARTITIONS = 1

async function openEmbedded(data: string, stages: readonly Stage[], options: InstallationOptions): Promise<OpenedInstallation> {
  const log = await openEmbeddedLog(join(data, 'log'), options)
  try {
    if (!options.readOnly) await log.createTopics(topicsOf(stages, PARTITIONS))
    // A read-only process registers in its own memory what the log does not hold yet.
    const save = options.readOnly ? async () => {} : (entry: Parameters<typeof saveSchema>[1]) => saveSchema(log, entry)
    const registry = await embeddedRegistry({ load: () => loadSchemas(log), save })
    return { log, codec: await createCodec({ registry }), partitions: PARTITIONS, registry: 'embedded' }
  } catch (error) {
    await log.close()
    throw error
  }
}
