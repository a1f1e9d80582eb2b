import type { TopicStatus } from '../../projections/api/topics.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { recordedTopics } from './recorded-topics.ts'

/**
 * What this process knows of its own readers, and what the log says of the stages that run in others; the log is asked every few
 * seconds at most.
 */
export function withOtherReaders(
  { log, codec, clock }: Ports,
  own: () => Promise<readonly TopicStatus[]>,
): () => Promise<readonly TopicStatus[]> {
  let asked: Promise<readonly TopicStatus[]> = Promise.resolve([])
  let askedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock.now() - askedAt > LASTS_MS) {
      askedAt = clock.now()
      asked = recordedTopics({ log, codec })
      asked.catch(() => {
        askedAt = Number.NEGATIVE_INFINITY // whoever asks hears of it; the next one asks again
      })
    }
    const [mine, recorded] = await Promise.all([own(), asked])
    const others = new Map(recorded.map(({ topic, partition, readers }) => [`${topic}/${partition}`, readers]))
    return mine.map((status) => {
      const known = new Set(status.readers.map(({ reader }) => reader))
      const more = (others.get(`${status.topic}/${status.partition}`) ?? []).filter(({ reader }) => !known.has(reader))
      const lagging = more.map((each) => ({ ...each, lag: Math.max(0, status.end - each.position) }))
      return { ...status, readers: [...status.readers, ...lagging] }
    })
  }
}

const LASTS_MS = 2_000
