import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Position } from '../../streams/runtime/log/log.ts'
import { readPositionToken } from '../../streams/runtime/log/position-token.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import type { ReadModel } from '../read-model.ts'
import type { Kept, Store } from '../store/store.ts'

export interface PositionWaitOptions {
  readonly logId: string
  readonly store: Pick<Store, 'standing'>
  readonly models: readonly ReadModel[]
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  /** Default 5 s. */
  readonly longestMs?: number
}

/**
 * Resolves when the rows of the named read models hold what a token names.
 * @throws HS_POSITION_INVALID; HS_POSITION_FOREIGN for another log; HS_POSITION_ELSEWHERE when none of the models reads what was written;
 * HS_POSITION_NOT_REACHED when it takes too long, with how far they are
 */
export type PositionWait = (readModels: readonly string[], token: unknown) => Promise<void>

export function positionWait({ logId, store, models, clock, longestMs = 5_000 }: PositionWaitOptions): PositionWait {
  return async (names, token) => {
    const written = readPositionToken(token)
    if (written.logId !== logId) throw new HomeostatError('HS_POSITION_FOREIGN')
    const readers = models.filter(({ name }) => names.includes(name))
    for (const { topic } of written.positions) {
      if (readers.some((model) => reads(model, topic))) continue
      throw new HomeostatError('HS_POSITION_ELSEWHERE', {
        value: topic,
        message: `What was written stands in ${topic}, and this address does not show it directly.`,
      })
    }
    const until = clock.now() + longestMs
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const missing = await firstMissing(readers, written.positions)
      if (missing === undefined) return
      if (clock.now() >= until) throw notReached(missing)
      await clock.sleep(pauseMs)
    }
  }

  async function firstMissing(readers: readonly ReadModel[], positions: readonly Position[]): Promise<Missing | undefined> {
    for (const model of readers) {
      const wanted = positions.filter(({ topic }) => reads(model, topic))
      if (wanted.length === 0) continue
      const { serving } = await store.standing(model)
      for (const position of wanted) {
        const next = serving?.logId === logId ? nextOf(serving, position) : 0
        if (next <= position.offset) return { model: model.name, next, position }
      }
    }
    return undefined
  }
}

const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

interface Missing {
  readonly model: string
  readonly next: number
  readonly position: Position
}

function reads(model: ReadModel, topic: string): boolean {
  return model.reads.some(({ name }) => name === topic)
}

function nextOf({ checkpoints }: Kept, { topic, partition }: Position): number {
  return checkpoints.find((one) => one.topic === topic && one.partition === partition)?.next ?? 0
}

function notReached({ model, next, position: { topic, partition, offset } }: Missing): HomeostatError {
  return new HomeostatError('HS_POSITION_NOT_REACHED', {
    value: next,
    limit: offset + 1,
    message: `${model} has taken ${topic}/${partition} up to offset ${next}; what was written ends at ${offset + 1}.`,
    retryAfterMs: 1_000,
  })
}
