import { type Static, Type } from '@sinclair/typebox'
import type { ReadModel } from '../../projections/read-model.ts'
import type { ProjectionStatus } from '../../projections/runner/projection.ts'
import type { Kept, Store } from '../../projections/store/store.ts'
import type { Log, PartitionInfo } from '../../streams/runtime/log/log.ts'

const whole = (description: string) => Type.Integer({ description })

export const ReadModelState = Type.Object({
  model: Type.String(),
  version: whole('What this process would keep'),
  serving: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Version of the rows that are asked; null before the first',
  }),
  behind: whole('Records of the log that are not in the rows yet'),
  rebuild: Type.Union(
    [
      Type.Object({
        version: whole('What is built'),
        done: whole('Records of the log that are folded'),
        total: whole('Records that the log has'),
      }),
      Type.Null(),
    ],
    { description: 'What is built beside the rows' },
  ),
  rebuilt: Type.Union(
    [
      Type.Object({
        from: whole('Version of the rows that were replaced'),
        version: Type.Integer(),
        differences: Type.Union(
          [
            Type.Array(
              Type.Object({
                table: Type.String(),
                gone: whole('Rows that the log has not brought again'),
                added: whole('Rows that were not there before'),
                changed: whole('Rows with another content than before'),
              }),
            ),
            Type.Null(),
          ],
          { description: 'How the rows before differed; null where they were not compared' },
        ),
      }),
      Type.Null(),
    ],
    { description: 'The last rebuild that the process that answers has made' },
  ),
})

/** How the rows of a read model are, as the API and the CLI tell it. */
export type ReadModelState = Static<typeof ReadModelState>

/** @param statuses  of the projections of this process */
export async function readModelState(
  model: ReadModel,
  log: Log,
  store: Store,
  statuses: readonly ProjectionStatus[] = [],
): Promise<ReadModelState> {
  const { serving, next } = await store.standing(model)
  const inputs = (await log.partitions()).filter(({ topic }) => model.reads.some(({ name }) => name === topic))
  const total = inputs.reduce((sum, { start, end }) => sum + end - start, 0)
  const status = statuses.find((one) => one.model === model.name)
  const rebuilt = status?.rebuilt
  const isEnding = status?.rebuild !== undefined // the rows are switched, and whoever has done it is about to say so
  return {
    model: model.name,
    version: model.version,
    serving: serving?.version ?? null,
    behind: total - folded(inputs, serving),
    rebuild:
      next || isEnding ? { version: next?.version ?? model.version, done: next ? folded(inputs, next) : total, total } : null,
    rebuilt: rebuilt
      ? { from: rebuilt.from, version: rebuilt.version, differences: rebuilt.differences ? [...rebuilt.differences] : null }
      : null,
  }
}

/** Records of the log that are in the rows. */
function folded(inputs: readonly PartitionInfo[], { checkpoints = [] }: Partial<Kept> = {}): number {
  return inputs.reduce((sum, { topic, partition, start, end }) => {
    const next = checkpoints.find((one) => one.topic === topic && one.partition === partition)?.next ?? 0
    return sum + Math.max(0, Math.min(next, end) - start)
  }, 0)
}
