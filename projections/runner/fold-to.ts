import type { Position } from '../../streams/runtime/log/log.ts'
import type { ReadModel } from '../read-model.ts'
import { startFold } from './fold.ts'
import type { ProjectionPorts } from './projection.ts'

/**
 * Folds what lies between the checkpoints of a model and given positions, and commits it; nobody else may fold it meanwhile.
 * @returns false when another runner has moved the checkpoints
 */
export async function foldTo(
  model: ReadModel,
  { log, codec, store }: ProjectionPorts,
  targets: readonly Position[],
  signal: AbortSignal,
): Promise<boolean> {
  const inputs = (await log.partitions()).filter(({ topic }) => model.reads.some(({ name }) => name === topic))
  const fold = startFold(model, await store.open(model, log.id, inputs), codec, () => {}) // its runner has counted and told before
  for (const { topic, partition, offset: to } of targets) {
    while (fold.next(topic, partition) < to && !signal.aborted) {
      const { records, next, atEnd } = await log.read(topic, partition, fold.next(topic, partition), { to, maxBytes: READ_BYTES })
      await fold.fold(topic, partition, records, atEnd ? to : next)
      const { moves, rows } = fold.take()
      if (!(await store.commit(model, log.id, moves, rows))) return false
    }
  }
  return !signal.aborted
}

const READ_BYTES = 1_000_000
