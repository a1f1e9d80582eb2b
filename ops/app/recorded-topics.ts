import type { TopicStatus } from '../../projections/api/topics.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { stageTopics } from '../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import type { Installation } from './installation.ts'
import { stages } from './stages.ts'

/** Every partition of a log with the positions that the stages have committed to it: what is known without asking a process. */
export async function recordedTopics({ log, codec }: Installation): Promise<TopicStatus[]> {
  const partitions = await log.partitions()
  const readers = new Map<string, TopicStatus['readers'][number][]>()
  for (const { topic, partition, end } of partitions) {
    const stage = stages.find(({ name, side }) => stageTopics(name, side).epochs.name === topic)
    if (!stage) continue
    const positions = await committedPositions(log, codec, topic, partition, end, stage)
    for (const [input, position] of positions) {
      const place = `${inputsOf(stage)[input].name}/${partition}`
      const behind = partitions.find((one) => `${one.topic}/${one.partition}` === place)
      const reader = { reader: `stage:${stage.name}`, position, lag: Math.max(0, (behind?.end ?? position) - position) }
      readers.set(place, [...(readers.get(place) ?? []), reader])
    }
  }
  return partitions.map((info) => ({ ...info, readers: readers.get(`${info.topic}/${info.partition}`) ?? [] }))
}

/** Next offset by input, looked for from the newest epoch backwards, because an epoch names only the inputs that it read. */
async function committedPositions(log: Log, codec: Codec, topic: string, partition: number, end: number, stage: Stage) {
  const found = new Map<number, number>()
  const { start } = await log.bounds(topic, partition)
  for (let to = end; to > start && found.size < inputsOf(stage).length; to = Math.max(start, to - CHUNK_RECORDS)) {
    const here = new Map<number, number>()
    for await (const { value } of readAll(log, topic, partition, Math.max(start, to - CHUNK_RECORDS), to)) {
      const decoded = value === null ? undefined : codec.decode(value)
      if (decoded?.type !== 'Epoch') continue
      for (const cut of decoded.value.cuts) for (const range of cut.ranges) here.set(range.input, range.to)
    }
    for (const [input, position] of here) if (!found.has(input)) found.set(input, position)
  }
  return found
}

const CHUNK_RECORDS = 1000
