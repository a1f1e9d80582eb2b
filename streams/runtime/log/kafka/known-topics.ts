import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { Installation } from '../../../../schemas/topics.ts'
import { systemClock } from '../../ports/clock.ts'
import type { Brokers } from './fetch/brokers.ts'
import type { TopicIds } from './fetch/topic-ids.ts'
import { type InstallationPorts, installationRecords } from './installation-topic.ts'
import { within } from './within.ts'

/**
 * The ids of the topics of a log, as its processes have seen them first. They stand in the topic `installation`, so that every process
 * knows them whenever it starts, and belong to an id of the log, so that a reset begins anew.
 */
export interface KnownTopics {
  /**
   * Reads what is recorded under the id that the log has now, and holds all that follows to it. Who only looks does without: a reset
   * has to see what is there.
   */
  recall(logId: string): Promise<void>
  /**
   * Sees to it that these topics, named as the port does, are still those that were recalled, and records the others.
   *
   * @throws HS_TOPIC_REPLACED, HS_KAFKA_*
   */
  confirm(topics: readonly string[]): Promise<void>
}

export interface KnownTopicsParts {
  readonly ids: TopicIds
  readonly brokers: Brokers
  readonly prefix: string
  readonly ports: InstallationPorts
}

export function createKnownTopics({ ids, brokers, prefix, ports }: KnownTopicsParts): KnownTopics {
  let log = ''
  let recorded: ReadonlyMap<string, string> = new Map()

  return {
    async recall(logId) {
      log = logId
      recorded = await recordedTopicIds(ports, logId)
      for (const [topic, id] of recorded) ids.see(`${prefix}${topic}`, id)
    },
    async confirm(topics) {
      await refreshSoon(
        brokers,
        topics.map((topic) => `${prefix}${topic}`),
      )
      const fresh = topics.flatMap((topic) => {
        const id = ids.of(`${prefix}${topic}`)
        return id === undefined || recorded.has(topic) ? [] : [[topic, id]]
      })
      if (fresh.length === 0) return
      const value = Buffer.from(JSON.stringify({ log, topicIds: Object.fromEntries(fresh), at: ports.now() }))
      await ports.append([{ topic: Installation.name, partition: 0, key: null, value }])
    },
  }
}

/** Of two records for one topic, by processes that start together, the first counts. */
async function recordedTopicIds(ports: InstallationPorts, logId: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for await (const record of installationRecords(ports)) {
    if (!('log' in record) || record.log !== logId || !('topicIds' in record)) continue
    for (const [topic, id] of Object.entries(record.topicIds ?? {}))
      if (typeof id === 'string' && !ids.has(topic)) ids.set(topic, id)
  }
  return ids
}

/** A broker may learn a moment later than another of topics that were just made. */
function refreshSoon(brokers: Brokers, topics: readonly string[]): Promise<void> {
  return within({ doing: 'looking up the ids of topics', topics }, async (expired) => {
    for (;;)
      try {
        return await brokers.refresh(topics)
      } catch (error) {
        if (codeOf(error) !== 'HS_TOPIC_UNKNOWN' || expired()) throw error
        await systemClock.sleep(LOOK_AGAIN_MS)
      }
  })
}

const LOOK_AGAIN_MS = 50
