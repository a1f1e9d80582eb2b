import type { Topic } from '../../schemas/topics.ts'
import type { Log } from '../../streams/runtime/log/log.ts'

/** When the oldest record that is kept arrived, by the name of its topic; topics that are empty are not there. */
export async function oldestArrivals(log: Log, topics: readonly Topic[]): Promise<ReadonlyMap<string, number>> {
  const names = new Set(topics.map(({ name }) => name))
  const oldest = new Map<string, number>()
  for (const { topic, partition, start } of await log.partitions()) {
    if (!names.has(topic)) continue
    const [first] = (await log.read(topic, partition, start, { maxBytes: 1 })).records
    if (first) oldest.set(topic, Math.min(first.arrival, oldest.get(topic) ?? first.arrival))
  }
  return oldest
}
