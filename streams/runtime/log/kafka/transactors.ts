import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Mender } from './hanging/mender.ts'
import { type OpeningParts, openTransactor, type Transactor } from './transactor.ts'

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
  /** The same in the background, again and again until it has succeeded. */
  mendSoon(id: string): void
  /** Ends what goes on in the background. */
  close(): void
}

export interface TransactorsParts extends OpeningParts {
  readonly mender: Mender
  readonly clock: Clock
  /** @throws HS_KAFKA_FORBIDDEN */
  requireRight(id: string): Promise<void>
}

const MEND_AGAIN_MS = 5_000

export function createTransactors(parts: TransactorsParts): Transactors {
  const { mender, clock, requireRight } = parts
  const newest = new Map<string, Transactor>()
  const turns = new Map<string, Promise<unknown>>()
  const closing = new AbortController()

  /** Opening and mending come one after the other: a marker that came later than the opening would end a transaction half-way. */
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (turns.get(id) ?? Promise.resolve()).then(work)
    turns.set(
      id,
      result.catch(() => undefined),
    )
    return result
  }

  async function mend(id: string): Promise<void> {
    await inTurn(id, async () => {
      if (!(await mender.look(id))) return
      const transactor = newest.get(id)
      transactor?.end(hung(id))
      await transactor?.idle()
      await mender.mend(id)
    })
  }

  async function keepMending(id: string): Promise<void> {
    while (!closing.signal.aborted) {
      const isDone = await mend(id).then(
        () => true,
        () => false, // whoever waits for what hangs is told
      )
      if (isDone) return
      await clock.sleep(MEND_AGAIN_MS, closing.signal)
    }
  }

  return {
    open: (id) =>
      inTurn(id, async () => {
        await requireRight(id)
        await mender.clear(id)
        const transactor = await openTransactor(parts, id)
        newest.set(id, transactor)
        return transactor
      }),
    mend,
    mendSoon(id) {
      void keepMending(id)
    },
    close: () => closing.abort(),
  }
}

function hung(id: string): HomeostatError {
  return new HomeostatError('HS_KAFKA_FAILED', {
    value: id,
    message: `The broker had forgotten the last transaction of ${id}. It was ended; the writer has to be opened again.`,
  })
}
