import type { Place } from '../fetch/place.ts'
import type { TransactionState } from './describe-transaction.ts'
import type { Transactions } from './transactions.ts'
import type { Marker } from './write-marker.ts'

/** What a look at the last transaction of an id found. */
export type Finding =
  /** Nothing hangs, or nobody may tell. */
  | { readonly kind: 'nothing' }
  /** It is open, and not decided. */
  | { readonly kind: 'ongoing' }
  /** It is decided and being completed, or a newer one begins at this moment: to be looked at again. */
  | { readonly kind: 'moving' }
  /** It is completed by the word of its coordinator, and in these partitions still open; the markers that would end it there. */
  | { readonly kind: 'hanging'; readonly decision: Decision; readonly partitions: readonly Hanging[] }

export type Decision = 'commit' | 'abort'

export interface Hanging extends Marker {
  /** The first offset that readers cannot see for it. */
  readonly openSince: number
}

/**
 * Looks for a transaction of `id` that the coordinator calls complete and a partition does not know to be over (KIP-664). A coordinator
 * writes all markers before it calls a transaction complete, unless it took partitions without a leader for deleted ones, as Kafka does
 * when it comes back from a crash. The coordinator is asked before and after the partitions: what is open in between then belongs to
 * no newer transaction.
 */
export async function findHanging(transactions: Transactions, id: string, places: readonly Place[]): Promise<Finding> {
  const before = await transactions.describe(id)
  if (before === undefined) return { kind: 'nothing' }
  if (before.state === 'Ongoing') return { kind: 'ongoing' }
  if (MOVING.has(before.state)) return { kind: 'moving' }
  const decision = decisions.get(before.state)
  if (before.errorCode !== 0 || decision === undefined) return { kind: 'nothing' }
  const partitions = await transactions.producers(places)
  const open = partitions.flatMap(({ topic, partition, producers }) =>
    producers
      .filter(({ producerId, openSince }) => producerId === before.producerId && openSince >= 0)
      .map(({ producerId, producerEpoch, coordinatorEpoch, openSince }): Hanging => {
        // Without a marker before this one no epoch of a coordinator is known: 0, as kafka-transactions.sh has it.
        const epochs = { producerEpoch, coordinatorEpoch: Math.max(coordinatorEpoch, 0) }
        return { topic, partition, producerId, ...epochs, commits: decision === 'commit', openSince }
      }),
  )
  if (open.length === 0) return { kind: 'nothing' }
  if (!isSame(before, await transactions.describe(id))) return { kind: 'moving' }
  return { kind: 'hanging', decision, partitions: open }
}

function isSame(before: TransactionState, after: TransactionState | undefined): boolean {
  return (
    after !== undefined &&
    after.errorCode === 0 &&
    after.state === before.state &&
    after.producerId === before.producerId &&
    after.producerEpoch === before.producerEpoch &&
    after.startedAt === before.startedAt
  )
}

const MOVING = new Set(['PrepareCommit', 'PrepareAbort', 'PrepareEpochFence'])
const decisions: ReadonlyMap<string, Decision> = new Map([
  ['CompleteCommit', 'commit'],
  ['CompleteAbort', 'abort'],
])
