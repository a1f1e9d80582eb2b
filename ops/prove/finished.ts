import pg from 'pg'
import type { ReadModel } from '../../projections/read-model.ts'
import { nextOf } from '../../projections/runner/next-of.ts'
import type { Installation } from '../app/installation.ts'
import { readModels } from '../app/read-models.ts'
import { stages } from '../app/stages.ts'
import { partitionsOf } from '../app/topics-of.ts'
import { folded, isRead } from './folded.ts'

/**
 * Tells whether everything is folded, committed and projected, whoever did it.
 * @param spread partitions of the telemetry side
 * @param dsn    of the database with the read models
 */
export function finished(installation: Installation, spread: number, dsn: string): () => Promise<boolean> {
  const { log } = installation
  const isFolded = folded(installation, stages, spread)
  return async () => {
    if (!(await isFolded())) return false
    const projected = await checkpoints(dsn)
    if (readModels.some((model) => isBuilt(model, projected))) return false
    for (const { name, reads } of readModels)
      for (const topic of reads)
        for (let partition = 0; partition < partitionsOf(topic.side, spread); partition++) {
          const next = projected.get(`${name} ${topic.name} ${partition}`) ?? 0
          if (!(await isRead(log, topic.name, partition, next))) return false
        }
    return true
  }
}

/** Whether rows are built beside those of a model. */
function isBuilt(model: ReadModel, projected: ReadonlyMap<string, number>): boolean {
  const { name } = nextOf(model)
  return [...projected.keys()].some((place) => place.startsWith(`${name} `))
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
