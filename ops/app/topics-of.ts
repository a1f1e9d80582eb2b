import { catalogue, type Side, stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { TopicSpec } from '../../streams/runtime/log/log.ts'

/** Of the telemetry side in a data folder: one process reads it. */
export const PARTITIONS = 1

/**
 * Every topic of an installation with its partitions.
 * @param spread  partitions of the telemetry side
 */
export function topicsOf(stages: readonly Stage[], spread: number): readonly TopicSpec[] {
  const own = stages.flatMap(({ name, side }) => Object.values(stageTopics(name, side)))
  return [...catalogue, ...own].map((topic) => ({ topic, partitions: partitionsOf(topic.side, spread) }))
}

/** The decision side joins in one partition; what is copied to the telemetry side spreads like it. */
export function partitionsOf(side: Side, spread: number): number {
  return side === 'decision' ? 1 : spread
}
