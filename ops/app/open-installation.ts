import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { EmbeddedLogOptions } from '../../streams/runtime/log/embedded/embedded-log.ts'
import { asConnection, type Connection } from './connection/connection.ts'
import type { OpenedInstallation } from './installation.ts'
import type { KafkaOptions } from './open-kafka.ts'

export type { Installation } from './installation.ts'
export { PARTITIONS } from './topics-of.ts'

export interface InstallationOptions extends EmbeddedLogOptions, KafkaOptions {}

/**
 * Opens the log of an installation with everything that the stages need in it. Repeating it changes nothing.
 *
 * @param where  a data folder, or a connection
 * @throws what the log and the registry throw, such as HS_LOG_LOCKED and HS_KAFKA_UNREACHABLE; nothing is left open then
 */
export async function openInstallation(
  where: string | Connection,
  stages: readonly Stage[],
  options: InstallationOptions = {},
): Promise<OpenedInstallation> {
  const connection = asConnection(where)
  // Each brings a client library that takes long to load, and only one is needed.
  if (connection.kind === 'kafka') {
    const { openKafka } = await import('./open-kafka.ts')
    return openKafka(connection, stages, options)
  }
  const { openEmbedded } = await import('./open-embedded.ts')
  return openEmbedded(connection.data, stages, options)
}
