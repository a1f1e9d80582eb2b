import { stageTopics } from '../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import type { Installation } from '../app/installation.ts'
import { partitionsOf } from '../app/topics-of.ts'

/**
 * Follows what tasks have committed, whoever ran them, and tells whether nothing is left for any of them. What is left is records, not
 * offsets: on Kafka the ends of transactions take offsets too.
 *
 * @param stages in the order in which records pass through them, so that one look that finds nothing is enough
 * @param spread partitions of the telemetry side
 */
export function folded({ log, codec }: Installation, stages: readonly Stage[], spread: number): () => Promise<boolean> {
  const tasks = stages.flatMap((stage) =>
    Array.from({ length: partitionsOf(stage.side, spread) }, (_, partition) => committedPositions(stage, partition)),
  )

  function committedPositions(stage: Stage, partition: number) {
    const { epochs } = stageTopics(stage.name, stage.side)
    const position = inputsOf(stage).map(() => 0)
    let next = 0
    return async () => {
      for await (const { offset, epoch } of readEpochs(log, codec, epochs.name, partition, next)) {
        next = offset + 1
        for (const cut of epoch.cuts) for (const { input, to } of cut.ranges) position[input] = to
      }
      return inputsOf(stage).map(({ name }, input) => ({ topic: name, partition, offset: position[input] }))
    }
  }

  return async () => {
    for (const positions of tasks)
      for (const { topic, partition, offset } of await positions())
        if (!(await isRead(log, topic, partition, offset))) return false
    return true
  }
}

/** Whether no record stands at this offset or behind it. */
export async function isRead(log: Log, topic: string, partition: number, offset: number): Promise<boolean> {
  const { records, atEnd } = await log.read(topic, partition, offset, { maxBytes: 1 })
  return records.length === 0 && atEnd
}
