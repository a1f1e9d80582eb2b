import type { TopicStatus } from '../../projections/api/topics.ts'
import type { ProjectionStatus } from '../../projections/runner/projection.ts'
import { inputsOf } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { stages } from './stages.ts'
import type { TaskStatus } from './task-monitor.ts'

/** Every partition with its bounds, and how far each reader is behind its end. */
export async function topicStatus(
  log: Log,
  tasks: readonly TaskStatus[],
  projections: readonly ProjectionStatus[],
): Promise<TopicStatus[]> {
  const partitions = await log.partitions()
  return partitions.map((info) => {
    const readers = [
      ...stageReaders(info.topic, info.partition, tasks),
      ...projectionReaders(info.topic, info.partition, projections),
    ]
    return { ...info, readers: readers.map((reader) => ({ ...reader, lag: Math.max(0, info.end - reader.position) })) }
  })
}

function stageReaders(topic: string, partition: number, tasks: readonly TaskStatus[]) {
  return tasks.flatMap((task) => {
    const stage = stages.find(({ name }) => name === task.stage)
    const input = stage ? inputsOf(stage).findIndex(({ name }) => name === topic) : -1
    const position = task.position[input]
    return task.partition !== partition || position === undefined ? [] : [{ reader: `stage:${task.stage}`, position }]
  })
}

function projectionReaders(topic: string, partition: number, projections: readonly ProjectionStatus[]) {
  return projections.flatMap(({ model, positions }) => {
    const here = positions.find((position) => position.topic === topic && position.partition === partition)
    return here ? [{ reader: `projection:${model}`, position: here.offset }] : []
  })
}
