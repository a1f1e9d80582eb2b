import type { Codec } from '../../schemas/codec/codec.ts'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import type { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { confluentRegistry } from '../../schemas/registry/confluent-registry.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import { recordedRegistry } from '../../schemas/registry/recorded-registry.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { MemberMemory } from '../../streams/runtime/log/kafka/group/former-member.ts'
import { openKafkaLog } from '../../streams/runtime/log/kafka/kafka-log.ts'
import type { KafkaObserver } from '../../streams/runtime/log/kafka/observer.ts'
import type { LineSink } from '../../streams/runtime/log/kafka/tamed-lines.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import { codecOnTopic } from './codec-on-topic.ts'
import type { KafkaConnection, RegistryAddress } from './connection/connection.ts'
import type { OpenedInstallation } from './installation.ts'
import { readingRegistry } from './reading-registry.ts'
import { loadSchemas, saveSchema } from './schema-topic.ts'
import { topicsOf } from './topics-of.ts'

export interface KafkaOptions {
  /** Makes no topic and registers nothing. */
  readonly readOnly?: boolean
  readonly clock?: Clock
  /** Names this process to the cluster beyond its restarts. */
  readonly instance?: string | undefined
  /** Makes a start after a crash quick. */
  readonly members?: MemberMemory
  /** Lines of the client's own log. */
  readonly onLine?: LineSink
  readonly observer?: KafkaObserver
  /** Told when the registry is away and what the log knows has to do. */
  readonly onRegistryLost?: (error: HomeostatError) => void
}

/**
 * The log of a cluster. Topics are made, or checked, with the partitions of their side; schemas get their ids from the registry, or
 * without one from the topic `schemas`.
 */
export async function openKafka(
  connection: KafkaConnection,
  stages: readonly Stage[],
  options: KafkaOptions,
): Promise<OpenedInstallation> {
  const { clock, onLine, observer, instance, members, readOnly = false } = options
  const { settings, partitions, registry } = connection
  const log = await openKafkaLog(
    { ...settings, ...(instance !== undefined && { instance }), ...(readOnly && { manageTopics: false }) },
    { ...(clock && { clock }), ...(onLine && { onLine }), ...(observer && { observer }), ...(members && { members }) },
  )
  try {
    if (!readOnly) await log.createTopics(topicsOf(stages, partitions))
    const codec = registry ? await codecOfRegistry(log, registry, options) : await codecOfTopic(log, readOnly)
    return { log, codec, partitions, registry: registry?.url ?? 'the topic schemas' }
  } catch (error) {
    await log.close()
    throw error
  }
}

async function codecOfRegistry(log: Log, address: RegistryAddress, options: KafkaOptions): Promise<Codec> {
  const { readOnly, onRegistryLost } = options
  const recorded = await recordedRegistry({
    remote: confluentRegistry(address),
    store: { load: () => loadSchemas(log), save: async (entry) => (readOnly ? undefined : saveSchema(log, entry)) },
    ...(onRegistryLost && { onLost: onRegistryLost }),
  })
  return createCodec({ registry: readOnly ? readingRegistry(recorded) : recorded })
}

/** A reading process registers in its own memory what the log does not hold yet. */
async function codecOfTopic(log: Log, readOnly: boolean): Promise<Codec> {
  if (!readOnly) return codecOnTopic(log)
  return createCodec({ registry: await embeddedRegistry({ load: () => loadSchemas(log), save: async () => {} }) })
}
