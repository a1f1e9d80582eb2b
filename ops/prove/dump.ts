import { createHash } from 'node:crypto'
import pg from 'pg'
import { ARRIVED } from '../../projections/table/table.ts'
import { DeadLetters, InsightSignals, SenseFindings, TelemetryLate, TelemetrySources } from '../../schemas/topics.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { openInstallation } from '../app/open-installation.ts'
import { readModels } from '../app/read-models.ts'
import { stages } from '../app/stages.ts'

/** A hash and a count for each output topic and each table, so that two runs can be compared byte for byte. */
export type Dump = Readonly<Record<string, { readonly count: number; readonly hash: string }>>

export async function dump(data: string, dsn: string): Promise<Dump> {
  return { ...(await dumpTopics(data)), ...(await dumpTables(dsn)) }
}

async function dumpTopics(data: string): Promise<Dump> {
  const { log } = await openInstallation(data, stages, { readOnly: true })
  const result: Record<string, { count: number; hash: string }> = {}
  for (const { name } of [SenseFindings, InsightSignals, DeadLetters, TelemetryLate, TelemetrySources]) {
    const hash = createHash('sha256')
    let count = 0
    for await (const { key, value, headers } of readAll(log, name, 0)) {
      hash.update(JSON.stringify([key?.toString('hex'), value?.toString('hex'), Object.entries(headers).sort()]))
      count++
    }
    result[name] = { count, hash: hash.digest('hex').slice(0, 16) }
  }
  await log.close()
  return result
}

/** Whole rows but for when the log took their last record: a run that is killed writes its outputs later. */
async function dumpTables(dsn: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: dsn })
  await client.connect()
  const result: Record<string, { count: number; hash: string }> = {}
  try {
    for (const { name } of readModels.flatMap(({ tables }) => tables)) {
      const { rows } = await client.query(
        `SELECT row FROM (SELECT (to_jsonb(t) - '${ARRIVED}')::text AS row FROM homeostat.${name} t) AS texts ORDER BY row COLLATE "C"`,
      )
      const hash = createHash('sha256')
      for (const { row } of rows) hash.update(row)
      result[`table ${name}`] = { count: rows.length, hash: hash.digest('hex').slice(0, 16) }
    }
  } finally {
    await client.end()
  }
  return result
}
