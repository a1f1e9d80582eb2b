import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'

export interface StageTask {
  readonly stage: Stage
  readonly partition: number
}

/** The tasks of stages that this log has topics for. */
export async function tasksOf(log: Log, stages: readonly Stage[]): Promise<StageTask[]> {
  const partitions = await log.partitions()
  return stages.flatMap((stage) => {
    const epochs = stageTopics(stage.name, stage.side).epochs.name
    return partitions.filter(({ topic }) => topic === epochs).map(({ partition }) => ({ stage, partition }))
  })
}
