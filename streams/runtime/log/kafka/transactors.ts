import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Mender } from './hanging/mender.ts'
import type { KafkaObserver } from './observer.ts'
import type { Producers } from './producers.ts'
import { openTransactor, type Transactor } from './transactor.ts'

/** The transactional producers of this process; ids are those of the cluster, with the prefix. */
export interface Transactors {
  /** Fences every older producer of the id, after what its last transaction has left behind was mended. @throws HS_KAFKA_*, HS_LOG_FENCED */
  open(id: string): Promise<Transactor>
  /**
   * Mends what the last transaction of the id has left behind, for readers who wait for it. When something hung, the producer of the id
   * in this process is ended before, and has to be opened again.
   *
   * @throws HS_KAFKA_*
   */
  mend(id: string): Promise<void>
}

export function createTransactors(producers: Producers, mender: Mender, observer: KafkaObserver): Transactors {
  const newest = new Map<string, Transactor>()
  const turns = new Map<string, Promise<unknown>>()

  /** Opening and mending come one after the other: a marker that came later than the opening would end a transaction half-way. */
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (turns.get(id) ?? Promise.resolve()).then(work)
    turns.set(
      id,
      result.catch(() => undefined),
    )
    return result
  }

  return {
    open: (id) =>
      inTurn(id, async () => {
        await mender.clear(id)
        const transactor = await openTransactor(producers, id, observer)
        newest.set(id, transactor)
        return transactor
      }),
    mend: (id) =>
      inTurn(id, async () => {
        if (!(await mender.look(id))) return
        const transactor = newest.get(id)
        transactor?.end(hung(id))
        await transactor?.idle()
        await mender.mend(id)
      }),
  }
}

function hung(id: string): HomeostatError {
  return new HomeostatError('HS_KAFKA_FAILED', {
    value: id,
    message: `The broker had forgotten the last transaction of ${id}. It was ended; the writer has to be opened again.`,
  })
}
