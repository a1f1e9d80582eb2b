import pg from 'pg'
import { readModels } from '../../../../ops/app/read-models.ts'
import { startPostgres } from '../../../../projections/postgres/start-postgres.ts'

/** Every row of every read model in the database of a data folder that nobody uses, as JSON, by table, in order. */
export async function tableRows(data: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const postgres = await startPostgres(data)
  const client = new pg.Client({ connectionString: postgres.dsn })
  await client.connect()
  try {
    const tables: Record<string, readonly string[]> = {}
    for (const { name } of readModels.flatMap((model) => model.tables)) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT row FROM (SELECT to_jsonb(t)::text AS row FROM homeostat.${name} t) AS texts ORDER BY row COLLATE "C"`,
      )
      tables[name] = rows.map(({ row }) => row)
    }
    return tables
  } finally {
    await client.end()
    await postgres.stop()
  }
}
