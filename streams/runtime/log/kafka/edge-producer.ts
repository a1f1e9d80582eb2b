import type { Producer } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Position } from '../log.ts'
import { kafkaError } from './kafka-error.ts'
import type { WritingParts } from './kafka-writer.ts'
import { type Outgoing, piecesOf } from './pieces.ts'
import { sendPiece } from './send-piece.ts'
import type { Transactor } from './transactor.ts'
import { within } from './within.ts'

export interface EdgeProducer {
  /** Writes the records of some calls, each call all or nothing; one write at a time. After an error the outcome of all is unknown. */
  write(calls: readonly (readonly Outgoing[])[]): Promise<Position[]>
  close(): void
}

/**
 * Where each call stays within one partition and one batch is enough for each partition, a plain send is atomic for every call: a batch
 * is taken whole or not at all. Otherwise it is a transaction. Either producer is made when it is first needed and again after an error.
 *
 * @param id the transactional id, with the prefix
 */
export function createEdgeProducer({ producers, transactors, observer }: WritingParts, id: string): EdgeProducer {
  let plain: Promise<Producer> | undefined
  let transactor: Promise<Transactor> | undefined

  async function send(records: readonly Outgoing[]): Promise<Position[]> {
    plain ??= connect()
    const producer = await plain
    return within({ doing: 'appending', topics: [...new Set(records.map(({ place }) => place.topic))] }, () =>
      sendPiece(producer, records),
    )
  }

  async function connect(): Promise<Producer> {
    const producer = producers.idempotent()
    await within({ doing: 'connecting the producer of the edges' }, () => producer.connect())
    return producer
  }

  function drop(error: unknown) {
    observer.producerLost?.('edge', kafkaError(error, { doing: 'appending' }).code)
    giveUp(plain)
    plain = undefined
    if (transactor === undefined) return
    endTransactor(new HomeostatError('HS_LOG_CLOSED'))
    transactors.mendSoon(id) // the next transaction may be long in coming
  }

  function endTransactor(error: HomeostatError) {
    transactor?.then((open) => open.end(error)).catch(() => undefined) // an opening that fails is told to its caller
    transactor = undefined
  }

  async function transact(records: readonly Outgoing[]): Promise<Position[]> {
    if ((await transactor)?.isCut()) endTransactor(new HomeostatError('HS_LOG_CLOSED'))
    transactor ??= transactors.open(id)
    return (await transactor).transact(records)
  }

  return {
    async write(calls) {
      const records = calls.flat()
      try {
        return await (isPlain(calls, records) ? send(records) : transact(records))
      } catch (error) {
        drop(error)
        throw error
      }
    },
    close() {
      giveUp(plain)
      endTransactor(new HomeostatError('HS_LOG_CLOSED'))
    },
  }
}

function isPlain(calls: readonly (readonly Outgoing[])[], records: readonly Outgoing[]): boolean {
  return calls.every((call) => call.every(({ place }) => place === call[0].place)) && piecesOf(records).length === 1
}

/** Nothing waits for it: what was acknowledged is safe, and the rest was told as failed. */
function giveUp(producer: Promise<Producer> | undefined): void {
  producer?.then((open) => open.disconnect()).catch(() => undefined)
}
