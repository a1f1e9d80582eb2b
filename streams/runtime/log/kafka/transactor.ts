import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Position } from '../log.ts'
import { commitTransaction } from './commit-transaction.ts'
import { kafkaError } from './kafka-error.ts'
import type { KafkaObserver } from './observer.ts'
import { type Outgoing, piecesOf } from './pieces.ts'
import type { Producers } from './producers.ts'
import { sendPiece } from './send-piece.ts'
import { within } from './within.ts'

/** One transactional producer, good until its first error. */
export interface Transactor {
  /** One transaction; the next may be asked for when it is over. After an error the outcome is unknown and nothing goes any more. */
  transact(records: readonly Outgoing[]): Promise<Position[]>
  /** Makes transactions that have not begun fail with this, and gives up the connections when none is under way. */
  end(error: HomeostatError): void
  /** Resolves when no transaction is under way. */
  idle(): Promise<void>
  /** True when its connection to the coordinator has ended: its next transaction is refused. */
  isCut(): boolean
}

export interface OpeningParts {
  readonly producers: Producers
  readonly observer: KafkaObserver
}

/**
 * Opens a producer and fences every older one with its id. kafkajs asks for its epoch in the first transaction only, so an empty one
 * is begun and ended: when it is, the broker has aborted or completed what an older producer had under way (no EndTxn is sent for an
 * empty transaction). A producer whose commit or abort failed is never used again: kafkajs's state has then moved ahead of the broker's.
 */
export async function openTransactor({ producers, observer }: OpeningParts, id: string): Promise<Transactor> {
  const { producer, isCut } = producers.transactional(id)
  const context = { transactionalId: id }
  let ended: HomeostatError | undefined
  let underWay: Promise<unknown> | undefined

  function lose(error: HomeostatError) {
    ended ??= error
    observer.producerLost?.(id, error.code)
  }

  function disconnect() {
    // Nothing waits for it: the broker ends an open transaction by itself, and the next producer of the id does.
    producer.disconnect().catch(() => undefined)
  }

  async function attempt(records: readonly Outgoing[]): Promise<Position[]> {
    const doing = { ...context, doing: `committing as ${id}`, topics: topicsOf(records) }
    try {
      if (isCut()) throw cutOff(id)
      return await within(doing, async (expired) => {
        const transaction = await producer.transaction()
        const positions: Position[] = []
        for (const piece of piecesOf(records)) {
          positions.push(...(await sendPiece(transaction, piece)))
          if (expired()) throw new HomeostatError('HS_KAFKA_TIMEOUT')
        }
        await observer.sent?.(id)
        await commitTransaction(transaction, id)
        return positions
      })
    } catch (error) {
      const lost = kafkaError(error, doing)
      lose(lost)
      throw lost
    } finally {
      underWay = undefined
      if (ended !== undefined) disconnect()
    }
  }

  try {
    await within({ ...context, doing: `opening the writer ${id}` }, async () => {
      await producer.connect()
      const fence = await producer.transaction()
      await fence.abort()
    })
  } catch (error) {
    disconnect()
    throw error
  }

  return {
    async transact(records) {
      if (ended !== undefined) throw ended
      const transaction = attempt(records)
      underWay = transaction
      return transaction
    },
    end(error) {
      ended ??= error
      if (underWay === undefined) disconnect()
    },
    isCut,
    async idle() {
      await underWay?.catch(() => undefined) // its caller is told
    },
  }
}

function cutOff(id: string): HomeostatError {
  return new HomeostatError('HS_KAFKA_UNREACHABLE', {
    value: id,
    message: `The connection of ${id} to its coordinator has ended; it has to be opened again before it commits.`,
  })
}

function topicsOf(records: readonly Outgoing[]): string[] {
  return [...new Set(records.map(({ place }) => place.topic))]
}
