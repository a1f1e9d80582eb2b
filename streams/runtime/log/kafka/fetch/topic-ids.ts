import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'

/** The ids that Kafka gave to topics when they were made, by the names of the cluster. A topic that is made again gets another one. */
export interface TopicIds {
  /** Undefined for a topic that was never seen. */
  of(topic: string): string | undefined
  /** The first id that is seen of a topic is the one that it must have. @throws HS_TOPIC_REPLACED */
  see(topic: string, id: string): void
}

export function createTopicIds(): TopicIds {
  const ids = new Map<string, string>()
  return {
    of: (topic) => ids.get(topic),
    see(topic, id) {
      const before = ids.get(topic)
      if (before === undefined) ids.set(topic, id)
      else if (before !== id) throw replaced(topic, 'made again')
    },
  }
}

/** @param fate what has become of it since it was deleted */
export function replaced(topic: string, fate: 'made again' | 'not made again'): HomeostatError {
  return new HomeostatError('HS_TOPIC_REPLACED', {
    value: topic,
    message: `The topic ${topic} is not the one that was read before: it was deleted, and ${fate}. What stood in it is gone, and positions in it mean nothing.`,
  })
}
