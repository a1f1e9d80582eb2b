import { catalogue, Schemas, stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import type { MemberMemory } from '../../../streams/runtime/log/kafka/group/former-member.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import type { KafkaObserver } from '../../../streams/runtime/log/kafka/observer.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'

export interface BenchCluster {
  /** host:port of its brokers, with commas between. */
  readonly kafka: string
  /** Keeps a run apart from others on the same cluster; default nothing. */
  readonly prefix?: string
  /** Default: as the adapter has it. */
  readonly sessionTimeoutMs?: number
  /** Told of every request. */
  readonly observer?: KafkaObserver
  /** As a process has it that is started on the same data folder again. */
  readonly members?: MemberMemory
}

/** The log of a Kafka cluster with what the stages need in it. */
export async function openBenchLog(cluster: BenchCluster, stages: readonly Stage[], partitions: number): Promise<Log> {
  const { kafka, observer, members, ...settings } = cluster
  const log = await openKafkaLog(
    { brokers: kafka.split(','), clientId: 'homeostat-bench', ...settings },
    { ...(observer && { observer }), ...(members && { members }) },
  )
  try {
    const own = stages.flatMap(({ name, side }) => Object.values(stageTopics(name, side)))
    await log.createTopics(
      [...catalogue, ...own]
        .filter((topic) => topic !== Schemas)
        .map((topic) => ({ topic, partitions: topic.side === 'decision' ? 1 : partitions })),
    )
    return log
  } catch (error) {
    await log.close()
    throw error
  }
}
