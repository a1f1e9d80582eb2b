import type { Admin } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../ports/clock.ts'
import type { TopicSpec } from '../log.ts'
import { checkTopics, type PlannedTopic, type PresentTopic } from './check-topics.ts'
import { replaced, type TopicIds } from './fetch/topic-ids.ts'
import { isErrorType } from './is-error-type.ts'
import { readTopicSettings } from './read-topic-settings.ts'
import { type KafkaSettings, kafkaDefaults } from './settings.ts'
import { topicSettings } from './topic-settings.ts'
import { within } from './within.ts'

/** Topics as the cluster is to have them, with the prefix. */
export function planTopics(specs: readonly TopicSpec[], settings: KafkaSettings): PlannedTopic[] {
  const { prefix, replication } = { ...kafkaDefaults, ...settings }
  return specs.map(({ topic, partitions }) => ({
    name: `${prefix}${topic.name}`,
    partitions,
    settings: topicSettings(topic, replication),
  }))
}

/**
 * Creates the topics that are missing and checks those that exist; what exists is never altered.
 *
 * @param ids   of topics that were there before: one of them that is missing was deleted, and is not made again
 * @throws HS_TOPIC_REPLACED, HS_TOPIC_MISSING when topics are missing and may not be created, HS_TOPIC_PARTITIONS, HS_TOPIC_SETTINGS, HS_KAFKA_*
 */
export async function createTopics(
  admin: Admin,
  specs: readonly TopicSpec[],
  settings: KafkaSettings,
  ids?: TopicIds,
): Promise<void> {
  if (specs.length === 0) return
  const { manageTopics, replication } = { ...kafkaDefaults, ...settings }
  const planned = planTopics(specs, settings)
  const missing = await checkPresent(admin, planned)
  if (missing.length === 0) return
  const deleted = missing.find(({ name }) => ids?.of(name) !== undefined)
  if (deleted !== undefined) throw replaced(deleted.name, 'not made again')
  if (!manageTopics) throw missingTopics(missing)
  const context = { doing: 'creating topics', topics: missing.map(({ name }) => name) }
  await within(context, async (expired) => {
    await create(admin, missing, replication)
    // The controller has made them; the broker that is asked learns of it a moment later.
    while ((await checkPresent(admin, missing)).length > 0 && !expired()) await systemClock.sleep(LOOK_AGAIN_MS)
  })
}

const LOOK_AGAIN_MS = 50

async function create(admin: Admin, missing: readonly PlannedTopic[], replicationFactor: number): Promise<void> {
  const topics = missing.map(({ name, partitions, settings }) => ({
    topic: name,
    numPartitions: partitions,
    replicationFactor,
    configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
  }))
  try {
    await admin.createTopics({ topics, waitForLeaders: true })
  } catch (error) {
    // Another process created them at the same moment, or the broker does not know them yet: both are looked at next.
    const harmless = ['TOPIC_ALREADY_EXISTS', 'UNKNOWN_TOPIC_OR_PARTITION']
    if (!harmless.some((type) => isErrorType(error, type))) throw error
  }
}

/** Checks the topics that exist and gives back those that do not. */
async function checkPresent(admin: Admin, planned: readonly PlannedTopic[]): Promise<PlannedTopic[]> {
  const { topics } = await within({ doing: 'listing the topics' }, () => admin.fetchTopicMetadata())
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]))
  const existing = planned.filter(({ name }) => counts.has(name))
  const settings = await readTopicSettings(
    admin,
    existing.map(({ name }) => name),
  )
  const present = new Map<string, PresentTopic>()
  for (const { name } of existing)
    present.set(name, { partitions: counts.get(name) ?? 0, settings: settings.get(name) ?? new Map() })
  checkTopics(planned, present)
  return planned.filter(({ name }) => !counts.has(name))
}

function missingTopics(missing: readonly PlannedTopic[]): HomeostatError {
  const names = missing.map(({ name }) => name).join(', ')
  const message = `These topics do not exist: ${names}. Create them as \`homeostat topics --plan\` prints it.`
  return new HomeostatError('HS_TOPIC_MISSING', { value: missing.length, message })
}
