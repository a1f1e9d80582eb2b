import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../../ports/clock.ts'
import type { Brokers } from '../fetch/brokers.ts'
import type { Place } from '../fetch/place.ts'
import { isPassing, protocolError } from '../fetch/protocol-error.ts'
import { kafkaError } from '../kafka-error.ts'
import type { KafkaObserver } from '../observer.ts'
import type { LineSink } from '../tamed-lines.ts'
import { within } from '../within.ts'
import { type Decision, type Finding, findHanging, type Hanging } from './find-hanging.ts'
import { createTransactions } from './transactions.ts'

/** Ends transactions that their coordinator has completed and forgotten to end in some partitions. */
export interface Mender {
  /**
   * Gives partitions in which the last transaction of `id` hangs the marker that its coordinator owes them. Nobody may begin a
   * transaction with this id meanwhile: it would be ended half-way.
   *
   * @returns true when something hung
   * @throws HS_KAFKA_HANGING when this user may not write markers; HS_KAFKA_*
   */
  mend(id: string): Promise<boolean>
  /**
   * The same for who is about to fence, and before it does: a new producer epoch makes the coordinator forget what it has decided. What is
   * open is aborted with requests that are never repeated unseen, so that it cannot be forgotten either when the broker crashes meanwhile.
   *
   * @throws as `mend`
   */
  clear(id: string): Promise<void>
  /** True when something hangs. @throws HS_KAFKA_* */
  look(id: string): Promise<boolean>
}

export interface MenderParts {
  readonly brokers: Brokers
  /** Where transactions of this installation may have written; asks the cluster when `mayBeOld` is said of what is known. */
  places(mayBeOld: boolean): Promise<readonly Place[]>
  readonly observer: KafkaObserver
  readonly onLine: LineSink
  readonly transactionTimeoutMs: number
}

export function createMender({ brokers, places, observer, onLine, transactionTimeoutMs }: MenderParts): Mender {
  const transactions = createTransactions(brokers, transactionTimeoutMs)

  async function find(id: string, mayBeOld: boolean): Promise<Finding> {
    const ours = await places(mayBeOld)
    await brokers.refresh([...new Set(ours.map(({ topic }) => topic))])
    return findHanging(transactions, id, ours)
  }

  /** @throws what passes when a leader has moved */
  async function end(id: string, decision: Decision, hanging: Hanging): Promise<void> {
    const { topic, partition, openSince } = hanging
    const errorCode = await transactions.end(hanging)
    if (errorCode === CLUSTER_AUTHORIZATION_FAILED) throw mayNot(id, decision, hanging)
    if (errorCode !== 0) throw protocolError(errorCode, `ending a transaction in ${topic}, partition ${partition}`, [topic])
    observer.mended?.(decision)
    onLine('warn', `A transaction of ${id} that the broker had forgotten was ended in ${topic}, partition ${partition}.`, {
      topic,
      partition,
      offset: openSince,
      decision,
    })
  }

  async function endAll(id: string, { decision, partitions }: Found<'hanging'>): Promise<void> {
    await Promise.all(partitions.map((one) => end(id, decision, one)))
  }

  async function fence(id: string): Promise<void> {
    const errorCode = await transactions.fence(id)
    if (errorCode !== 0 && errorCode !== CONCURRENT_TRANSACTIONS) throw protocolError(errorCode, `fencing ${id}`, [])
  }

  /**
   * Looks, and lets `act` do what follows, until that says that it is done; again too after errors that pass by themselves. While
   * the coordinator is about to complete a transaction there is nothing to do but wait.
   */
  async function persist(id: string, act: (finding: Finding) => Promise<boolean>): Promise<void> {
    const context = { doing: `looking for what ${id} has left open`, transactionalId: id }
    await within(context, async (expired) => {
      let mayBeOld = false
      for (let pauseMs = 20; !expired(); pauseMs = Math.min(2 * pauseMs, 500)) {
        try {
          const finding = await find(id, mayBeOld)
          if (finding.kind !== 'moving' && (await act(finding))) return
        } catch (error) {
          const named = kafkaError(error, context)
          if (!isPassing(named) && (mayBeOld || named.code !== 'HS_TOPIC_UNKNOWN')) throw named
          mayBeOld = true // a topic may have been deleted
        }
        await systemClock.sleep(pauseMs)
      }
    })
  }

  return {
    async mend(id) {
      let hung = false
      await persist(id, async (finding) => {
        if (finding.kind !== 'hanging') return true
        hung = true
        await endAll(id, finding)
        return false
      })
      return hung
    },
    async clear(id) {
      await persist(id, async (finding) => {
        if (finding.kind === 'hanging') await endAll(id, finding)
        if (finding.kind === 'ongoing') await fence(id)
        return finding.kind === 'nothing'
      })
    },
    async look(id) {
      let hangs = false
      await persist(id, async ({ kind }) => {
        hangs = kind === 'hanging'
        return true
      })
      return hangs
    },
  }
}

type Found<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>

function mayNot(id: string, decision: Decision, { topic, partition, openSince }: Hanging): HomeostatError {
  const remedy =
    decision === 'commit'
      ? 'It was committed, and kafka-transactions.sh can only abort: let an administrator allow this user to end it, with ' +
        'kafka-acls --bootstrap-server BROKER --add --allow-principal User:NAME --operation ClusterAction --cluster'
      : 'It was aborted. Let an administrator end it, with ' +
        `kafka-transactions.sh --bootstrap-server BROKER abort --topic ${topic} --partition ${partition} --start-offset ${openSince}`
  return new HomeostatError('HS_KAFKA_HANGING', {
    value: openSince,
    message:
      `A transaction of ${id} hangs in ${topic}, partition ${partition}, since offset ${openSince}: readers see nothing behind it, and the ` +
      `broker does not know it any more. ${remedy}.`,
  })
}

const CLUSTER_AUTHORIZATION_FAILED = 31
/** What was open is being aborted. */
const CONCURRENT_TRANSACTIONS = 51
