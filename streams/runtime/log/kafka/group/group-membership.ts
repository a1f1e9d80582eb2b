import type { Consumer, Kafka } from 'kafkajs'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Group, GroupListener, Membership, Position } from '../../log.ts'
import type { Internals } from '../fetch/kafkajs-internals.ts'
import type { KafkaObserver } from '../observer.ts'
import { requireRight } from '../require-right.ts'
import type { LineSink } from '../tamed-lines.ts'
import { within } from '../within.ts'
import { leaveForFormer, type MemberMemory } from './former-member.ts'
import { startGroupConsumer } from './group-consumer.ts'
import { createHolding } from './holding.ts'
import { createProgress } from './progress.ts'
import { groupTiming } from './timing.ts'

export interface GroupParts {
  readonly kafka: Kafka
  readonly clock: Clock
  readonly prefix: string
  readonly sessionTimeoutMs: number
  readonly observer: KafkaObserver
  readonly onLine: LineSink
  readonly internals: Internals
  readonly members: MemberMemory
}

const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 10_000
const LEAVE_MS = 3_000
const FORMER_MS = 3_000
/** After this no further attempt begins; one takes a few seconds. */
const FRESH_CLUSTER_MS = 6_000

/**
 * Takes part in a group for the assignment of tasks alone. When the group changes, tasks that stay are not touched: that two processes
 * never both write is held by the writers' fences, not by the group. Tasks are given up when the group gives them to another, and all
 * of them when the broker has not been heard of for a session. A consumer that ends by itself is made again, with growing pauses.
 *
 * @throws HS_KAFKA_*, HS_TOPIC_UNKNOWN when the group cannot be joined at first
 */
export async function joinGroup(parts: GroupParts, group: Group, listener: GroupListener): Promise<Membership> {
  const { kafka, clock, prefix, observer, onLine, internals, members } = parts
  const groupId = `${prefix}${group.name}`
  const timing = groupTiming(parts.sessionTimeoutMs)
  const holding = createHolding(listener, timing, () => clock.now())
  const progress = createProgress(prefix, onLine, () => clock.now())
  const leaving = new AbortController()
  let consumer: Consumer | undefined
  let supervising: Promise<void> | undefined

  async function start() {
    const generation = holding.begin()
    await requireRight(internals, 'group', groupId)
    consumer = await startGroupConsumer({
      kafka,
      groupId,
      inputs: group.inputs.map((input) => `${prefix}${input}`),
      tasks: group.tasks,
      timing,
      observer,
      claims: () => holding.claims(),
      beat: () => holding.beat(generation),
      rebalancing: () => holding.rebalancing(generation),
      joined(tasks, memberId) {
        members.remember(groupId, memberId)
        if (!holding.assign(generation, tasks)) return
        observer.rebalanced?.(group.name, tasks.length)
      },
      crashed: () => holding.crash(generation),
    })
  }

  /** Looks after the consumer until the membership ends. */
  async function supervise() {
    let retryMs = FIRST_RETRY_MS
    while (!leaving.signal.aborted) {
      await clock.sleep(timing.lookMs, leaving.signal)
      holding.look()
      if (leaving.signal.aborted) return
      if (!holding.mustRestart()) {
        if (consumer !== undefined) progress.commitWhenDue(consumer)
        continue
      }
      observer.consumerRebuilt?.(group.name)
      await clock.sleep(retryMs, leaving.signal)
      holding.look()
      if (leaving.signal.aborted) return
      consumer?.disconnect().catch(() => undefined) // it is given up
      try {
        await start()
        retryMs = FIRST_RETRY_MS
      } catch (error) {
        holding.crash(holding.current())
        onLine('warn', `The group ${group.name} could not be joined again: ${sentenceOf(error)}`, { code: codeOf(error) })
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS)
      }
      if (leaving.signal.aborted) consumer?.disconnect().catch(() => undefined) // it was made while leaving
    }
  }

  /** The first time on a fresh cluster the broker is still making its own topic of groups. */
  async function startPatiently() {
    for (const until = clock.now() + FRESH_CLUSTER_MS; ; ) {
      try {
        return await start()
      } catch (error) {
        if (codeOf(error) !== 'HS_KAFKA_TIMEOUT' || clock.now() > until) throw error
        await clock.sleep(FIRST_RETRY_MS)
      }
    }
  }

  /** Where it cannot be done the group waits for the dead member as long as a session lasts. */
  async function leaveForFormerLife() {
    const memberId = members.recall(groupId)
    if (memberId === undefined) return
    try {
      await within(
        { doing: `leaving the group ${groupId} for a former life` },
        () => leaveForFormer(internals, groupId, memberId),
        FORMER_MS,
      )
    } catch (error) {
      onLine('debug', 'The group could not be left for the former life of this process.', {
        group: groupId,
        reason: String(error),
      })
    }
  }

  await leaveForFormerLife()
  await startPatiently()
  supervising = supervise()
  return {
    settleMs: timing.settleMs,
    progress: (positions: readonly Position[]) => progress.remember(positions),
    async leave() {
      if (leaving.signal.aborted) return
      leaving.abort()
      holding.revokeAll()
      const leave = async () => {
        if (consumer === undefined) return
        await progress.commit(consumer)
        await consumer.disconnect()
      }
      const bound = new AbortController()
      await Promise.race([leave().catch(() => undefined), clock.sleep(LEAVE_MS, bound.signal)])
      bound.abort()
      await Promise.race([supervising, clock.sleep(LEAVE_MS, bound.signal)])
    },
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
