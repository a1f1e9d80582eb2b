import { stageTopics, type Topic } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { beginning } from '../../streams/runtime/state/history.ts'
import { type Loaded, listBases, loadBase } from '../../streams/runtime/state/load.ts'
import { taskId } from '../../streams/runtime/state/restore.ts'
import { recordTime } from '../../streams/runtime/task/record-time.ts'

export interface ReplayStart {
  readonly loaded: Loaded
  /** Next offset of each input. */
  readonly position: number[]
}

/**
 * Where a replay begins: at the last base before `from` whose inputs are all in the log, at the first kept records when there is none.
 * A fresh one begins with empty states at the first records that are not older than `from`.
 */
export async function replayStart(
  stage: Stage,
  partition: number,
  ports: Ports,
  inputs: readonly Topic[],
  fresh: boolean,
  from: number,
): Promise<ReplayStart> {
  const { log, codec } = ports
  const empty = beginning(taskId(stage.name, partition), '', inputs.length)
  const starts = await Promise.all(inputs.map(async ({ name }) => (await log.bounds(name, partition)).start))
  if (fresh) {
    const position = await Promise.all(inputs.map(({ name }, input) => firstFrom(ports, name, partition, starts[input], from)))
    return { loaded: { point: { ...empty, position }, snapshots: [] }, position }
  }
  const { bases } = stageTopics(stage.name, stage.side)
  const usable = (await listBases(log, codec, bases.name, partition)).filter(({ position }) =>
    position.every((at, i) => at >= starts[i]),
  )
  const base = usable.findLast(({ tick }) => tick <= from) ?? usable[0]
  if (base) return { loaded: await loadBase(log, codec, bases.name, partition, base), position: [...base.position] }
  return { loaded: { point: { ...empty, position: starts }, snapshots: [] }, position: starts }
}

/** Offset of the first record whose event time is not before `from`. */
async function firstFrom({ log, codec }: Ports, topic: string, partition: number, start: number, from: number): Promise<number> {
  if (from === Number.NEGATIVE_INFINITY) return start
  for (let next = start; ; ) {
    const result = await log.read(topic, partition, next)
    const found = result.records.find((record) => recordTime(codec, record) >= from)
    if (found) return found.offset
    if (result.atEnd || result.next <= next) return result.next
    next = result.next
  }
}
