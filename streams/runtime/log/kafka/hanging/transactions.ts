import type { Brokers } from '../fetch/brokers.ts'
import { requests, responses } from '../fetch/kafkajs-internals.ts'
import { groupByLeader, leaderOf } from '../fetch/leaders.ts'
import type { Place } from '../fetch/place.ts'
import { protocolError } from '../fetch/protocol-error.ts'
import { coordinatorOf } from '../find-coordinator.ts'
import { DESCRIBE_PRODUCERS, describeProducers, type PartitionProducers } from './describe-producers.ts'
import { DESCRIBE_TRANSACTIONS, describeTransaction, type TransactionState } from './describe-transaction.ts'
import { type Marker, writeMarker } from './write-marker.ts'

/** What the brokers know of transactions. Tries nothing again; leaders must have been looked up (`refresh`). */
export interface Transactions {
  /**
   * What the coordinator knows of the last transaction of an id.
   *
   * @returns undefined when the brokers are too old to tell (before Kafka 3.0)
   * @throws HS_KAFKA_*; an error of kafkajs
   */
  describe(id: string): Promise<TransactionState | undefined>
  /**
   * The producers of these partitions, as their leaders know them; without those of the partitions whose producers this user may not see.
   *
   * @throws as `describe`
   */
  producers(places: readonly Place[]): Promise<readonly PartitionProducers[]>
  /**
   * Asks once for a new producer epoch, which aborts an open transaction of the id.
   *
   * @returns the coordinator's error code, 0 when it is done
   * @throws as `describe`
   */
  fence(id: string): Promise<number>
  /** Ends a transaction in one partition. @returns the broker's error code, 0 when it is done. @throws as `describe` */
  end(marker: Marker): Promise<number>
}

export function createTransactions(brokers: Brokers, transactionTimeoutMs: number): Transactions {
  async function coordinator(id: string): Promise<number> {
    const { errorCode, coordinator } = await brokers.ask(coordinatorOf('transactional-id', id))
    if (errorCode !== 0) throw protocolError(errorCode, `looking up the coordinator of ${id}`, [])
    return coordinator.nodeId
  }

  return {
    async describe(id) {
      const broker = await coordinator(id)
      if (!(await brokers.speaks(broker, DESCRIBE_TRANSACTIONS))) return undefined
      const state = await brokers.send(broker, describeTransaction(id))
      if (state !== undefined && MOVED.has(state.errorCode)) throw protocolError(state.errorCode, `asking about ${id}`, [])
      return state
    },
    async producers(places) {
      const byLeader = groupByLeader(brokers, places)
      const found = await Promise.all(
        [...byLeader].map(async ([leader, led]) => {
          if (!(await brokers.speaks(leader, DESCRIBE_PRODUCERS))) return []
          return brokers.send(leader, describeProducers(led))
        }),
      )
      const told = found.flat()
      for (const { topic, errorCode } of told)
        if (errorCode !== 0 && errorCode !== TOPIC_AUTHORIZATION_FAILED)
          throw protocolError(errorCode, `looking at the producers of ${topic}`, [topic])
      return told.filter(({ errorCode }) => errorCode === 0)
    },
    async fence(id) {
      const { errorCode } = await brokers.send(await coordinator(id), {
        request: requests.initProducerId({ transactionalId: id, transactionTimeout: transactionTimeoutMs }),
        response: { decode: responses.initProducerId, parse: async (answer) => answer },
      })
      return errorCode
    },
    end: (marker) => brokers.send(leaderOf(brokers, marker), writeMarker(marker)),
  }
}

const TOPIC_AUTHORIZATION_FAILED = 29
/** COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR: another broker knows, or this one soon. */
const MOVED = new Set([14, 15, 16])
