import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, { type Admin } from 'kafkajs'
import type { KafkaConnection } from '../../../../ops/app/connection/connection.ts'
import { until } from '../../../integration/ordeal/support/until.ts'

const scratch = mkdtempSync(join(tmpdir(), 'homeostat-ordeal-'))
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))

/** A part of a cluster that no other test has. */
export interface Place {
  readonly prefix: string
  /** What stands behind `homeostat run`. */
  readonly args: readonly string[]
  readonly connection: KafkaConnection
}

/** @param registry  URL; none where the topic `schemas` is enough */
export function ownPlace(brokers: readonly string[], registry?: string): Place {
  const prefix = `ordeal-${randomUUID().slice(0, 8)}.`
  return {
    prefix,
    args: ['--kafka', brokers.join(','), '--prefix', prefix, ...(registry === undefined ? [] : ['--registry', registry])],
    connection: {
      kind: 'kafka',
      data: join(scratch, prefix),
      settings: { brokers, prefix, sessionTimeoutMs: 3_000 },
      registry: registry === undefined ? undefined : { url: registry, auth: undefined },
      partitions: 1,
    },
  }
}

/** A client of the cluster that is none of ours. */
export async function withAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Resolves when the cluster lists it no more. */
export async function deleteTopic(brokers: readonly string[], topic: string): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.deleteTopics({ topics: [topic] })
    await until(`${topic} is gone`, async () => !(await admin.listTopics()).includes(topic))
  })
}

/** A topic of one partition, as somebody makes it by hand. Resolves when the cluster lists it. */
export async function makeTopic(brokers: readonly string[], topic: string): Promise<void> {
  const configEntries = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }]
  await withAdmin(brokers, async (admin) => {
    await admin.createTopics({
      topics: [{ topic, numPartitions: 1, replicationFactor: 1, configEntries }],
      waitForLeaders: false,
    })
    await until(`${topic} is there`, async () => (await admin.listTopics()).includes(topic))
  })
}

/** Sets one setting of a topic and leaves the others as they were given to it. */
export async function setOnTopic(brokers: readonly string[], topic: string, setting: string, value: string): Promise<void> {
  const type = kafkajs.ConfigResourceTypes.TOPIC
  await withAdmin(brokers, async (admin) => {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type, name: topic }] })
    const kept = resources[0].configEntries.filter(({ configName, isDefault }) => configName !== setting && !isDefault)
    const configEntries = [
      ...kept.map(({ configName, configValue }) => ({ name: configName, value: configValue })),
      { name: setting, value },
    ]
    await admin.alterConfigs({ validateOnly: false, resources: [{ type, name: topic, configEntries }] })
  })
}

/** Removes the records before an offset of partition 0, as retention does. */
export async function removeBefore(brokers: readonly string[], topic: string, offset: number): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.fetchTopicOffsets(topic) // kafkajs removes only from topics that it has been asked about
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
  })
}

/** Removes every record of a compacted topic of one partition, which stays the topic that it is. */
export async function emptyTopic(brokers: readonly string[], topic: string): Promise<void> {
  const end = await withAdmin(brokers, async (admin) => Number((await admin.fetchTopicOffsets(topic))[0].offset))
  await setOnTopic(brokers, topic, 'cleanup.policy', 'delete') // of what is compacted the broker removes nothing
  await removeBefore(brokers, topic, end)
  await setOnTopic(brokers, topic, 'cleanup.policy', 'compact')
}
