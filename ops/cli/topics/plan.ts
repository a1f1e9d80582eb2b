import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { planCommands } from '../../../streams/runtime/log/kafka/plan-commands.ts'
import { type TopicPlan, topicPlan } from '../../../streams/runtime/log/kafka/topic-plan.ts'
import type { Connection } from '../../app/connection/connection.ts'
import { stages } from '../../app/stages.ts'
import { topicsOf } from '../../app/topics-of.ts'

/**
 * Topics with their settings, and rights, that an installation needs in the cluster. Nothing is asked of the cluster.
 * @param principal  whom the rights are for, such as `User:homeostat`
 * @throws HS_USAGE for a data folder, which needs neither
 */
export function planOf(connection: Connection, principal: string): TopicPlan {
  if (connection.kind === 'embedded') {
    throw new HomeostatError('HS_USAGE', {
      message: '--plan is about a cluster: name its brokers with --kafka or HOMEOSTAT_KAFKA_BROKERS.',
    })
  }
  const { settings, partitions } = connection
  const names = stages.map(({ name }) => name)
  return topicPlan(topicsOf(stages, partitions), names, settings, principal)
}

/** As commands for a shell. */
export function describePlan(plan: TopicPlan, connection: Connection): string {
  return planCommands(plan, connection.kind === 'kafka' ? connection.settings.brokers : []).join('\n')
}
