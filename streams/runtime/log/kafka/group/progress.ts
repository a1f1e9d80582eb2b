import type { Consumer } from 'kafkajs'
import type { Position } from '../../log.ts'
import type { LineSink } from '../tamed-lines.ts'

/** How far tasks have come, told to the group now and then so that outside tools can show the lag. */
export interface Progress {
  remember(positions: readonly Position[]): void
  commitWhenDue(consumer: Consumer): void
  commit(consumer: Consumer): Promise<void>
}

const COMMIT_MS = 60_000

/** Nothing reads these offsets again, so that an error costs a line in the log and nothing else. */
export function createProgress(prefix: string, onLine: LineSink, now: () => number): Progress {
  const reached = new Map<string, Position>()
  let committedAt = now()

  async function commit(consumer: Consumer) {
    committedAt = now()
    if (reached.size === 0) return
    const offsets = [...reached.values()].map(({ topic, partition, offset }) => ({
      topic: `${prefix}${topic}`,
      partition,
      offset: String(offset),
    }))
    reached.clear()
    try {
      await consumer.commitOffsets(offsets)
    } catch (error) {
      onLine('debug', 'The progress of a group could not be told to the broker.', { reason: String(error) })
    }
  }

  return {
    remember(positions) {
      for (const position of positions) reached.set(`${position.topic} ${position.partition}`, position)
    },
    commitWhenDue(consumer) {
      if (now() - committedAt >= COMMIT_MS) void commit(consumer)
    },
    commit,
  }
}
