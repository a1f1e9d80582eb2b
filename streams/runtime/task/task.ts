import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../api/stage.ts'
import type { Fold } from '../fold/fold.ts'
import type { Ports } from '../ports/ports.ts'
import { readOriginals } from '../state/refold.ts'
import { taskId } from '../state/restore.ts'
import { StateWriter } from '../state/state-writer.ts'
import { WindowFloor } from '../state/window-floor.ts'
import { Committer } from './committer.ts'
import { type CutTaken, Inflow } from './inflow.ts'
import type { TaskObserver } from './observer.ts'
import { type OpenedTask, type Owner, openTask } from './open.ts'
import type { TaskSettings } from './settings.ts'

/** What a task is and works with. */
export interface TaskPlan {
  readonly stage: Stage
  readonly partition: number
  readonly owner: Owner
  readonly settings: TaskSettings
  readonly ports: Ports
  readonly observer: TaskObserver
}

/** Folding goes on for this long, then others may run. */
const SLICE_MS = 10
const RECORDS_BETWEEN_LOOKS = 256
const LONGEST_POLL_MS = 1_000

/**
 * The life of a task in this process: open, restore, then cut, fold and commit until it is told to stop. Any error ends it with
 * nothing half done: what was not committed is forgotten, and the next opening goes on from the last epoch.
 */
export async function runTask(plan: TaskPlan, signal: AbortSignal): Promise<void> {
  const { observer, stage, partition, ports, owner } = plan
  observer.phase('opening')
  const opened = await openTask(stage, partition, owner, ports, (done, total) => {
    observer.restoring(total === 0 ? 1 : done / total)
    observer.alive()
  })
  const topics = opened.fold.inputs.map(({ name }) => name)
  const inflow = new Inflow(
    ports,
    topics,
    partition,
    opened.position,
    stage.lifeCycle?.map(({ name }) => name),
  )
  const stop = () => void inflow.close()
  signal.addEventListener('abort', stop)
  try {
    await work(plan, opened, inflow, signal)
  } finally {
    signal.removeEventListener('abort', stop)
    await inflow.close()
    await opened.writer.close()
    observer.phase('stopped')
  }
}

async function work(plan: TaskPlan, opened: OpenedTask, inflow: Inflow, signal: AbortSignal): Promise<void> {
  const { settings, observer } = plan
  const { committer, state } = committerOf(plan, opened)
  if (opened.newVersion || opened.damaged) {
    state.beginBase()
    while (state.writesBase) await committer.commit(inflow.position)
  }
  opened.fold.calls.meter = {
    now: () => performance.now(),
    spent: (processor, started) => observer.called?.(processor, performance.now() - started),
  }
  observer.phase('running')
  while (!signal.aborted) {
    committer.check()
    await inflow.poll(settings.pollBytes, Math.min(committer.dueIn(), LONGEST_POLL_MS, settings.stuckMs / 4))
    observer.alive()
    const cut = inflow.cut()
    if (cut) {
      committer.consumed(cut.ranges, cut.taken.length, inflow.takeGaps())
      await foldCut(cut, opened.fold, plan)
    }
    observer.advanced(inflow.position, inflow.buffered)
    if (committer.dueIn() === 0) await committer.commit(inflow.position)
  }
  await committer.commit(inflow.position, true)
  await committer.finish()
}

function committerOf(plan: TaskPlan, opened: OpenedTask): { committer: Committer; state: StateWriter } {
  const { stage, partition, owner, settings, ports, observer } = plan
  const { fold, marks, writer, lastBase, windowFloor } = opened
  const topics = stageTopics(stage.name, stage.side)
  const task = taskId(stage.name, partition)
  const state = new StateWriter(ports, fold, topics, partition, task, owner.version, settings, marks, lastBase?.tick)
  const floor = new WindowFloor(fold, windowFloor, marks.oldest()?.position ?? opened.position)
  const protect = () => {
    const point = marks.oldest()
    if (point === undefined) return
    const needed = floor.at(point)
    ports.log.protect(
      task,
      fold.inputs.map(({ name }, input) => ({ topic: name, partition, offset: needed[input] })),
    )
  }
  protect()
  const committer = new Committer(
    ports,
    writer,
    fold,
    state,
    marks,
    topics,
    partition,
    owner.version,
    settings,
    opened.n,
    (report) => {
      protect()
      observer.committed(report)
    },
  )
  return { committer, state }
}

async function foldCut({ taken }: CutTaken, fold: Fold, { ports, partition }: TaskPlan): Promise<void> {
  let sliceStart = ports.clock.now()
  fold.dirty.wall = sliceStart
  let sinceLook = 0
  for (const { input, record } of taken) {
    const pending = fold.apply(input, record)
    if (pending) fold.resume(pending, await readOriginals(ports.log, ports.codec, fold, partition, pending))
    if (++sinceLook < RECORDS_BETWEEN_LOOKS) continue
    sinceLook = 0
    if (ports.clock.now() - sliceStart < SLICE_MS) continue
    await ports.clock.pause()
    sliceStart = ports.clock.now()
  }
}
