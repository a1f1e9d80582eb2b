import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { RefoldPoint } from '../../../schemas/generated/records.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../api/stage.ts'
import { Fold } from '../fold/fold.ts'
import type { Log } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import { Marks } from '../task/marks.ts'
import { type FilledWindows, fillWindows } from './fill-windows.ts'
import { beginning, readEpochs } from './history.ts'
import { type Loaded, listBases, loadBase, loadState, type Progress } from './load.ts'
import { Refold } from './refold.ts'
import { fromSnapshot } from './snapshot.ts'

export interface Restored {
  readonly fold: Fold
  /** The last epoch that is folded. */
  readonly n: number
  readonly position: number[]
  readonly marks: Marks
  /** Epoch time (tick) of the newest base; undefined when there is none. */
  readonly lastBase: RefoldPoint | undefined
  /** True when something that had to be folded again was no longer in the log: the state is not what it was. */
  readonly damaged: boolean
  /** How far back the windows of the snapshots reach, by input. */
  readonly windowFloor: readonly number[]
}

/**
 * The state of a task as its history made it: the newest snapshots, and silently folded again what came after. Without any snapshot
 * (the state topic is gone) it begins at the newest base, without a base at the beginning of the log.
 *
 * @param before  offset in the epochs topic behind which nothing counts (the task's own `Opened`)
 */
export async function restore(
  stage: Stage,
  partition: number,
  version: string,
  ports: Ports,
  before: number,
  progress: Progress,
): Promise<Restored> {
  const { log, codec } = ports
  const topics = stageTopics(stage.name, stage.side)
  const task = taskId(stage.name, partition)
  const state = await loadState(log, codec, topics.state.name, partition, progress)
  const fold = new Fold(stage, { logId: log.id, codec, partition })
  const loaded = state?.loaded ?? (await oldestUsable(ports, topics.bases.name, partition, task, version, fold))
  const windows = await putBack(ports, fold, partition, loaded)
  const { point } = loaded
  const ends = await Promise.all(fold.inputs.map(async (topic) => (await log.bounds(topic.name, partition)).end))
  const refold = new Refold(log, codec, fold, partition, ends)
  const position = await wholePosition(log, fold, partition, point.position)
  const marks = new Marks()
  let n = point.start
  marks.add({ n, offset: point.epochOffset - 1, position: [...position], tick: point.tick })
  for await (const { offset, epoch } of readEpochs(log, codec, topics.epochs.name, partition, point.epochOffset, before)) {
    if (epoch.n <= point.start) continue
    if (epoch.n !== n + 1) throw lost(task, `epoch ${n + 1} is gone`)
    await refold.epoch({ offset, epoch })
    for (const cut of epoch.cuts) for (const { input, to } of cut.ranges) position[input] = to
    n = epoch.n
    marks.add({ n, offset, position: [...position], tick: fold.now })
    progress(offset - point.epochOffset, before - point.epochOffset)
  }
  if (n === point.start && (await hasLostEpochs(log, topics.epochs.name, partition, point)))
    throw lost(task, 'its last epochs are gone')
  fold.letters.take()
  fold.outbox.silent = false
  fold.startEpoch(n + 1)
  const damaged = !windows.whole || refold.cut || refold.lost > 0
  return {
    fold,
    n,
    position,
    marks,
    lastBase: state?.lastBase,
    damaged,
    windowFloor: await wholePosition(log, fold, partition, windows.floor),
  }
}

/** A point that was written before an input joined the stage says nothing of it: it is read from the beginning. */
async function wholePosition(log: Log, fold: Fold, partition: number, known: readonly number[]): Promise<number[]> {
  const joined = fold.inputs.slice(known.length)
  const starts = await Promise.all(joined.map(async ({ name }) => (await log.bounds(name, partition)).start))
  return [...known, ...starts]
}

export function taskId(stage: string, partition: number): string {
  return `${stage}.${partition}`
}

/** Puts the states of a point into a fold that begins there, silent. */
export async function putBack(ports: Ports, fold: Fold, partition: number, loaded: Loaded): Promise<FilledWindows> {
  fold.outbox.silent = true
  fold.now = loaded.point.tick
  const entries = loaded.snapshots.map((snapshot) => fromSnapshot(snapshot, fold.stage))
  const windows = await fillWindows(ports, fold, partition, entries, loaded.snapshots)
  fold.restore(entries)
  return windows
}

/** Without snapshots: the newest base whose history is still whole, else the beginning. */
async function oldestUsable(
  ports: Ports,
  topic: string,
  partition: number,
  task: string,
  version: string,
  fold: Fold,
): Promise<Loaded> {
  const { log, codec } = ports
  const bases = await listBases(log, codec, topic, partition)
  const newest = bases.at(-1)
  if (newest) return loadBase(log, codec, topic, partition, newest)
  const starts = await Promise.all(fold.inputs.map(async ({ name }) => (await log.bounds(name, partition)).start))
  const point = beginning(task, version, fold.inputs.length)
  return { point: { ...point, position: starts }, snapshots: [] }
}

/** No epoch was found behind the point: true when there may have been some. */
async function hasLostEpochs(log: Log, topic: string, partition: number, { epochOffset }: RefoldPoint): Promise<boolean> {
  return (await log.bounds(topic, partition)).start > epochOffset
}

function lost(task: string, reason: string): HomeostatError {
  return new HomeostatError('HS_STATE_LOST', {
    message: `The state of ${task} is gone and cannot be folded again: ${reason}. Start the stage afresh with \`homeostat reset\`.`,
  })
}
