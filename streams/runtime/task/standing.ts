import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../api/stage.ts'
import type { Fold } from '../fold/fold.ts'
import type { Ports } from '../ports/ports.ts'
import { type Restored, taskId } from '../state/restore.ts'
import { StateWriter } from '../state/state-writer.ts'
import { WindowFloor } from '../state/window-floor.ts'
import type { Marks } from './marks.ts'
import type { TaskSettings } from './settings.ts'

/** All that a task knows between two epochs: with it folding goes on from `position` as if it had never paused. */
export interface Standing {
  readonly fold: Fold
  /** The last epoch that is folded. */
  readonly n: number
  readonly position: readonly number[]
  readonly marks: Marks
  readonly state: StateWriter
  readonly floor: WindowFloor
}

/** How a task stands that was restored from its history. */
export function standingOf(
  stage: Stage,
  partition: number,
  version: string,
  settings: TaskSettings,
  ports: Ports,
  { fold, n, position, marks, lastBase, windowFloor }: Restored,
): Standing {
  const topics = stageTopics(stage.name, stage.side)
  const task = taskId(stage.name, partition)
  const state = new StateWriter(ports, fold, topics, partition, task, version, settings, marks, lastBase?.tick)
  const floor = new WindowFloor(fold, windowFloor, marks.oldest()?.position ?? position)
  return { fold, n, position, marks, state, floor }
}
