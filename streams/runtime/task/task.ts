import { stageTopics } from '../../../schemas/topics.ts'
import type { Fold } from '../fold/fold.ts'
import type { Position } from '../log/log.ts'
import { readOriginals } from '../state/refold.ts'
import { taskId } from '../state/restore.ts'
import { Committer } from './committer.ts'
import { type CutTaken, Inflow } from './inflow.ts'
import type { TaskObserver } from './observer.ts'
import { type OpenedTask, type Opening, openTask } from './open.ts'
import type { Standing } from './standing.ts'

/** What a task is and works with. */
export interface TaskPlan extends Opening {
  readonly observer: TaskObserver
  /** Told where the task stands for certain: after it was opened, and after every commit. */
  progress(positions: readonly Position[]): void
}

/** Folding goes on for this long, then others may run. */
const SLICE_MS = 10
const RECORDS_BETWEEN_LOOKS = 256
const LONGEST_POLL_MS = 1_000

/**
 * The life of a task in this process: open, restore, then cut, fold and commit until it is told to stop. Any error ends it with
 * nothing half done: what was not committed is forgotten, and the next opening goes on from the last epoch.
 *
 * @returns how it stands when it was stopped in good order: its last commit is durable
 */
export async function runTask(plan: TaskPlan, signal: AbortSignal): Promise<Standing> {
  const { observer, stage, partition, ports } = plan
  observer.phase('opening')
  const opened = await openTask(plan, (done, total) => {
    observer.restoring(total === 0 ? 1 : done / total)
    observer.alive()
  })
  observer.opened?.(opened.resumed ? 'resumed' : 'restored')
  const { fold, position } = opened.standing
  const inflow = new Inflow(ports, {
    topics: fold.inputs.map(({ name }) => name),
    partition,
    position,
    lifeCycle: stage.lifeCycle?.map(({ name }) => name),
    waitedFor: (input) => observer.waitedFor?.(input),
  })
  const stop = () => void inflow.close()
  signal.addEventListener('abort', stop)
  try {
    return await work(plan, opened, inflow, signal)
  } finally {
    signal.removeEventListener('abort', stop)
    await inflow.close()
    await opened.writer.close()
    observer.phase('stopped')
  }
}

async function work(plan: TaskPlan, opened: OpenedTask, inflow: Inflow, signal: AbortSignal): Promise<Standing> {
  const { settings, observer } = plan
  const { standing, needsBase } = opened
  const { fold, state } = standing
  const committer = committerOf(plan, opened)
  if (needsBase) {
    state.beginBase()
    while (state.writesBase) await committer.commit(inflow.position)
  }
  fold.calls.meter = {
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
      await foldCut(cut, fold, plan)
    }
    observer.advanced(inflow.position, inflow.buffered)
    if (committer.dueIn() === 0) await committer.commit(inflow.position)
  }
  await committer.commit(inflow.position, true)
  const n = await committer.finish()
  return { ...standing, n, position: inflow.position }
}

function committerOf(plan: TaskPlan, { standing, writer }: OpenedTask): Committer {
  const { stage, partition, owner, settings, ports, observer } = plan
  const { fold, marks, state, floor } = standing
  const places = (offsets: readonly number[]) =>
    fold.inputs.map(({ name }, input) => ({ topic: name, partition, offset: offsets[input] }))
  const standsAt = (position: readonly number[]) => {
    plan.progress(places(position))
    const point = marks.oldest()
    if (point) ports.log.protect(taskId(stage.name, partition), places(floor.at(point)))
  }
  standsAt(standing.position)
  return new Committer(
    ports,
    writer,
    fold,
    state,
    marks,
    stageTopics(stage.name, stage.side),
    partition,
    owner.version,
    settings,
    standing.n,
    (report) => {
      standsAt(report.position)
      observer.committed(report)
    },
  )
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
