import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { NewRecord, Position, Writer } from '../log.ts'
import { admit } from '../shared/admit.ts'
import type { Directory } from './directory.ts'
import type { KafkaObserver } from './observer.ts'
import type { Producers } from './producers.ts'
import type { Transactor } from './transactor.ts'
import type { Transactors } from './transactors.ts'

export interface WritingParts {
  readonly producers: Producers
  readonly directory: Directory
  readonly prefix: string
  readonly observer: KafkaObserver
  readonly transactors: Transactors
  /** Told where committed records stand, by the names of the port, and under which transactional id they were committed, if under one. */
  wrote(positions: readonly Position[], id: string): void
}

export interface Writers {
  open(id: string): Promise<Writer>
  close(): Promise<void>
}

/**
 * The writers of this process. A newer one of the same id ends an older one here at once, before the broker is asked: what the older
 * has not begun is refused, as it would be by the broker a little later.
 */
export function createWriters(parts: WritingParts): Writers {
  const newest = new Map<string, OpenWriter>()
  const all = new Set<OpenWriter>()
  return {
    async open(id) {
      newest.get(id)?.fence()
      const writer = openWriter(id, parts, () => all.delete(writer))
      newest.set(id, writer)
      all.add(writer)
      try {
        await writer.opened
      } catch (error) {
        all.delete(writer)
        throw error
      }
      return writer
    },
    async close() {
      await Promise.all([...all].map((writer) => writer.close()))
    },
  }
}

interface OpenWriter extends Writer {
  readonly opened: Promise<Transactor>
  fence(): void
}

function openWriter(name: string, { transactors, directory, prefix, wrote }: WritingParts, gone: () => void): OpenWriter {
  let ended: HomeostatError | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const id = `${prefix}${name}`
  const opened = transactors.open(id)

  function end(error: HomeostatError) {
    ended = error
    opened.then((transactor) => transactor.end(error)).catch(() => undefined) // an opening that fails is told to its caller
  }

  async function commit(records: readonly NewRecord[]): Promise<readonly Position[]> {
    const transactor = await opened
    const topics = await directory.topics(records.map((record) => record.topic))
    const admitted = admit(records, topics)
    if (ended !== undefined) throw ended
    const positions = await transactor.transact(admitted)
    wrote(positions, id)
    return positions
  }

  return {
    opened,
    fence: () => end(new HomeostatError('HS_LOG_FENCED', { value: name })),
    async commit(records) {
      if (ended !== undefined) throw ended
      if (records.length === 0) return []
      const result = turn.then(() => commit(records))
      turn = result.catch(() => undefined)
      return result
    },
    async close() {
      end(new HomeostatError('HS_LOG_CLOSED', { value: name }))
      gone()
      await turn
    },
  }
}
