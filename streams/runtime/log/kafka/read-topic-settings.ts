import kafkajs, { type Admin } from 'kafkajs'
import { within } from './within.ts'

/** A topic's settings in force, by Kafka's names. */
export type TopicSettings = ReadonlyMap<string, string>

/** The settings that matter to us of topics that exist, by the names of the cluster. */
export async function readTopicSettings(admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, TopicSettings>> {
  if (names.length === 0) return new Map()
  const { resources } = await within({ doing: 'reading the settings of topics', topics: names }, () =>
    admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: ['cleanup.policy', 'message.timestamp.type'],
      })),
    }),
  )
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  )
}
