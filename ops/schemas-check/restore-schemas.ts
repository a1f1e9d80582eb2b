import type { RemoteRegistry } from '../../schemas/registry/remote-registry.ts'
import { type Restored, type RestoreOptions, restoreIds } from '../../schemas/registry/restore-ids.ts'
import { openKafkaLog } from '../../streams/runtime/log/kafka/kafka-log.ts'
import type { KafkaSettings } from '../../streams/runtime/log/kafka/settings.ts'
import { loadSchemas } from '../app/schema-topic.ts'

/** Gives a registry that lost its data the ids that stand in the topic `schemas` of a cluster; see `restoreIds`. */
export async function restoreSchemas(
  remote: RemoteRegistry,
  settings: KafkaSettings,
  options: RestoreOptions = {},
): Promise<Restored> {
  const log = await openKafkaLog({ ...settings, manageTopics: false })
  try {
    return await restoreIds(remote, await loadSchemas(log), options)
  } finally {
    await log.close()
  }
}
