import { hostname } from 'node:os'
import { configure } from '../../../schemas/core/config.ts'
import { runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../../../streams/runtime/task/settings.ts'
import { versionOf } from '../../../streams/runtime/task/version.ts'
import { stages } from '../stages.ts'
import { type TaskStatus, taskMonitor } from '../task-monitor.ts'
import { partitionsOf } from '../topics-of.ts'
import type { Base } from './base.ts'

export interface StagesPart {
  statuses(): readonly TaskStatus[]
}

/** Every stage with the tasks that the log gives to this process. */
export async function startStages(base: Base, adopt: string | undefined): Promise<StagesPart> {
  const { ports, partitions, metrics, logger, undo } = base
  const monitor = taskMonitor(metrics, logger)
  const settings = configure('task', taskConfig)
  for (const stage of stages) {
    const running = await runStage({
      stage,
      partitions: partitionsOf(stage.side, partitions),
      owner: { version: versionOf(stage), host: hostname(), adopt },
      settings,
      ports,
      observer: (partition) => monitor.observer(stage, partition),
    })
    undo.add(() => running.stop())
  }
  return { statuses: monitor.statuses }
}
