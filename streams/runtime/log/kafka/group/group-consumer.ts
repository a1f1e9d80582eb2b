import type { Consumer, Kafka } from 'kafkajs'
import type { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { kafkaError } from '../kafka-error.ts'
import type { KafkaObserver } from '../observer.ts'
import { within } from '../within.ts'
import { tasksAssigner } from './assigner.ts'
import type { GroupTiming } from './timing.ts'

export interface GroupConsumerPlan {
  readonly kafka: Kafka
  /** With the prefix, like the inputs. */
  readonly groupId: string
  readonly inputs: readonly string[]
  readonly tasks: number
  readonly timing: GroupTiming
  readonly observer: KafkaObserver
  claims(): readonly number[]
  beat(): void
  rebalancing(): void
  joined(tasks: readonly number[], memberId: string): void
  /** The consumer has ended by itself. */
  crashed(): void
}

/**
 * A consumer that takes part in a group and reads nothing: every input is paused before its first fetch. kafkajs's own restart is
 * turned off, because some of its crashes are final; whoever holds this makes a new one.
 *
 * @throws HS_KAFKA_*, HS_TOPIC_UNKNOWN when the group cannot be joined
 */
export async function startGroupConsumer(plan: GroupConsumerPlan): Promise<Consumer> {
  const { kafka, groupId, inputs, tasks, timing, observer } = plan
  const consumer = kafka.consumer({
    groupId,
    partitionAssigners: [tasksAssigner(tasks, plan.claims)],
    sessionTimeout: timing.sessionMs,
    rebalanceTimeout: timing.rebalanceMs,
    heartbeatInterval: timing.heartbeatMs,
    maxWaitTimeInMs: timing.lookMs,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
  const context = { doing: `joining the group ${groupId}`, group: groupId, topics: inputs }
  let failed: HomeostatError | undefined
  const { events } = consumer
  consumer.on(events.REQUEST, ({ payload }) => observer.request?.(payload.apiName, payload.duration))
  consumer.on(events.HEARTBEAT, () => plan.beat())
  consumer.on(events.REBALANCING, () => plan.rebalancing())
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    consumer.pause(inputs.map((topic) => ({ topic })))
    plan.joined(tasksIn(Object.values(payload.memberAssignment)), payload.memberId)
  })
  consumer.on(events.CRASH, ({ payload }) => {
    failed = kafkaError(payload.error, context)
    plan.crashed()
  })
  try {
    await within(
      context,
      async () => {
        await consumer.connect()
        await consumer.subscribe({ topics: [...inputs], fromBeginning: true })
        await consumer.run({ autoCommit: false, eachBatch: async () => undefined })
      },
      timing.joinMs,
    )
    if (failed !== undefined) throw failed
  } catch (error) {
    consumer.disconnect().catch(() => undefined) // it has not joined, or has crashed: nothing is left to tell
    throw error
  }
  return consumer
}

function tasksIn(partitions: readonly (readonly number[])[]): number[] {
  return [...new Set(partitions.flat())].sort((a, b) => a - b)
}
