import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { EmbeddedLogOptions } from '../../streams/runtime/log/embedded/embedded-log.ts'
import { asConnection, type Connection } from './connection/connection.ts'
import type { OpenedInstallation } from './installation.ts'
import { openEmbedded } from './open-embedded.ts'
import { type KafkaOptions, openKafka } from './open-kafka.ts'

export type { Installation } from './installation.ts'
export { PARTITIONS } from './open-embedded.ts'

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
  return connection.kind === 'kafka' ? openKafka(connection, stages, options) : openEmbedded(connection.data, stages, options)
}
