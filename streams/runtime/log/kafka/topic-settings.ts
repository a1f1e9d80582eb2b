import type { Topic } from '../../../../schemas/topics.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

/** The largest batch that a topic takes, in bytes: Kafka's default, said so that a cluster with another one serves too. */
export const LARGEST_BATCH_BYTES = 1_048_588

/**
 * The settings with which a topic is created, by Kafka's names. Time is the broker's, not the producer's (`LogAppendTime`): retention
 * by the time in a record would remove a tape of last year at once. Copies in sync are left to the broker unless their number is given.
 *
 * @param replication copies of each partition; -1 is the broker's default
 */
export function topicSettings({ cleanup, keptDays }: Topic, replication: number): Readonly<Record<string, string>> {
  return {
    'message.timestamp.type': 'LogAppendTime',
    'cleanup.policy': cleanup,
    'max.message.bytes': String(LARGEST_BATCH_BYTES),
    'retention.ms': keptDays === null ? '-1' : String(keptDays * DAY_MS),
    ...(cleanup === 'compact' && {
      'min.cleanable.dirty.ratio': '0.3',
      'segment.ms': String(HOUR_MS),
      'segment.bytes': String(64 * 1024 * 1024),
    }),
    ...(replication >= 3 && { 'min.insync.replicas': '2' }),
  }
}

/** What must be as it is here in a topic that exists: otherwise records are lost, or arrive at times that nobody knows. */
export const requiredSettings = ['cleanup.policy', 'message.timestamp.type'] as const
