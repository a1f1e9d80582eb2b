import { Installation } from '../../../../schemas/topics.ts'
import type { TopicSpec } from '../log.ts'
import type { PlannedTopic } from './check-topics.ts'
import { planTopics } from './create-topics.ts'
import { type KafkaSettings, kafkaDefaults } from './settings.ts'

/** One grant of Kafka's access control; `prefixed` covers every name that begins with `name`. */
export interface PlannedAcl {
  readonly principal: string
  readonly resource: 'topic' | 'group' | 'transactional-id' | 'cluster'
  readonly name: string
  readonly pattern: 'literal' | 'prefixed'
  readonly operations: readonly string[]
}

export interface TopicPlan {
  readonly topics: readonly PlannedTopic[]
  readonly acls: readonly PlannedAcl[]
  readonly replication: number
}

/**
 * What must exist in the cluster and what our user must be allowed to do, for those who create topics themselves.
 *
 * @param stages names of the stages: they are the groups, and the beginnings of the tasks' transactional ids
 * @param principal as Kafka writes it, such as `User:homeostat`
 */
export function topicPlan(
  specs: readonly TopicSpec[],
  stages: readonly string[],
  settings: KafkaSettings,
  principal = 'User:homeostat',
): TopicPlan {
  const { prefix, replication, manageTopics } = { ...kafkaDefaults, ...settings }
  const topics = planTopics([...specs, installationSpec], settings)
  const grant = (resource: PlannedAcl['resource'], name: string, pattern: PlannedAcl['pattern'], operations: string[]) => ({
    principal,
    resource,
    name,
    pattern,
    operations,
  })
  const onTopic = ['Read', 'Write', 'Describe', 'DescribeConfigs', ...(manageTopics ? ['Create'] : [])]
  return {
    replication,
    topics,
    acls: [
      ...(prefix === ''
        ? topics.map(({ name }) => grant('topic', name, 'literal', onTopic))
        : [grant('topic', prefix, 'prefixed', onTopic)]),
      ...(prefix === ''
        ? stages.map((stage) => grant('group', stage, 'literal', ['Read', 'Describe']))
        : [grant('group', prefix, 'prefixed', ['Read', 'Describe'])]),
      // Ids of tasks, of the clock and of the edges' producers: none of them is known by its full name beforehand.
      prefix === ''
        ? grant('transactional-id', '*', 'literal', ['Write', 'Describe'])
        : grant('transactional-id', prefix, 'prefixed', ['Write', 'Describe']),
      grant('cluster', 'kafka-cluster', 'literal', ['IdempotentWrite']),
    ],
  }
}

export const installationSpec: TopicSpec = { topic: Installation, partitions: 1 }
