import pg from 'pg'
import { stageTopics } from '../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import type { Installation } from '../app/installation.ts'
import { readModels } from '../app/read-models.ts'
import { stages } from '../app/stages.ts'
import { partitionsOf } from '../app/topics-of.ts'

/** Asks whether everything is folded, committed and projected; whoever did it. */
export type Finished = () => Promise<boolean>

/**
 * Follows what the tasks have committed and what the read models have taken in, in the order in which records pass through them, so that
 * one look that finds nothing left is enough. What is left is records, not offsets: on Kafka the ends of transactions take offsets too.
 *
 * @param spread partitions of the telemetry side
 */
export function finished({ log, codec }: Installation, spread: number, dsn: string): Finished {
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

  async function isRead(topic: string, partition: number, offset: number): Promise<boolean> {
    const { records, atEnd } = await log.read(topic, partition, offset, { maxBytes: 1 })
    return records.length === 0 && atEnd
  }

  return async () => {
    for (const positions of tasks)
      for (const { topic, partition, offset } of await positions()) if (!(await isRead(topic, partition, offset))) return false
    const projected = await checkpoints(dsn)
    for (const { name, reads } of readModels)
      for (const topic of reads)
        for (let partition = 0; partition < partitionsOf(topic.side, spread); partition++)
          if (!(await isRead(topic.name, partition, projected.get(`${name} ${topic.name} ${partition}`) ?? 0))) return false
    return true
  }
}

/** Next offset by read model, topic and partition; none while the database cannot be asked. */
async function checkpoints(dsn: string): Promise<ReadonlyMap<string, number>> {
  const client = new pg.Client({ connectionString: dsn, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined) // the query says it too
  try {
    await client.connect()
    const { rows } = await client.query('SELECT model, topic, partition, next_offset FROM homeostat.checkpoints')
    return new Map(rows.map((row) => [`${row.model} ${row.topic} ${row.partition}`, Number(row.next_offset)]))
  } catch {
    return new Map() // not finished, then
  } finally {
    await client.end().catch(() => undefined)
  }
}
