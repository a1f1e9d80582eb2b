import type { Admin } from 'kafkajs'
import type { TopicPlaces } from '../shared/admit.ts'
import type { Place } from './fetch/place.ts'
import { readTopicSettings } from './read-topic-settings.ts'
import { within } from './within.ts'

/** The topics of this log as the cluster has them, by the names that the port uses. */
export interface Directory {
  /** As they were known last; asks the cluster first when one of the names is not among them. */
  topics(names: Iterable<string>): Promise<ReadonlyMap<string, TopicPlaces<Place>>>
  /** Asks the cluster. */
  refresh(): Promise<ReadonlyMap<string, TopicPlaces<Place>>>
}

/** So long a name that the cluster did not know is not asked for again: a wrong name in a loop is not a load. */
const UNKNOWN_MS = 1_000

/** Places carry the names of the cluster, with the prefix. */
export function createDirectory(admin: Admin, prefix: string, now: () => number): Directory {
  let known: ReadonlyMap<string, TopicPlaces<Place>> = new Map()
  const compacted = new Map<string, boolean>()
  const missedAt = new Map<string, number>()
  let refreshing: Promise<ReadonlyMap<string, TopicPlaces<Place>>> | undefined

  async function load() {
    const { topics } = await within({ doing: 'listing the topics' }, () => admin.fetchTopicMetadata())
    const ours = topics.filter(({ name }) => name.startsWith(prefix) && !name.startsWith('__'))
    const fresh = ours.filter(({ name }) => !compacted.has(name)).map(({ name }) => name)
    for (const [name, settings] of await readTopicSettings(admin, fresh))
      compacted.set(name, settings.get('cleanup.policy')?.includes('compact') ?? false)
    known = new Map(
      ours.map(({ name, partitions }) => [
        name.slice(prefix.length),
        {
          compacted: compacted.get(name) ?? false,
          places: partitions
            .map(({ partitionId }) => ({ topic: name, partition: partitionId }))
            .sort((a, b) => a.partition - b.partition),
        },
      ]),
    )
    missedAt.clear()
    return known
  }

  async function refresh() {
    refreshing ??= load().finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  return {
    refresh,
    async topics(names) {
      const wanted = [...new Set(names)].filter((name) => !known.has(name))
      const due = wanted.filter((name) => now() - (missedAt.get(name) ?? 0) >= UNKNOWN_MS)
      if (due.length === 0) return known
      await refresh()
      for (const name of due) if (!known.has(name)) missedAt.set(name, now())
      return known
    },
  }
}
