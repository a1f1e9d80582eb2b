import pg from 'pg'
import { readModels } from '../../../../ops/app/read-models.ts'
import { startPostgres } from '../../../../projections/postgres/start-postgres.ts'

type Rows = Readonly<Record<string, readonly string[]>>

/** Every row of every read model in the database of a data folder that nobody uses, as JSON, by table, in order. */
export async function tableRows(data: string): Promise<Rows> {
  const postgres = await startPostgres(data)
  try {
    return await rowsIn(postgres.dsn)
  } finally {
    await postgres.stop()
  }
}

/** The same of a database that runs. */
export async function rowsIn(connectionString: string): Promise<Rows> {
  const client = new pg.Client({ connectionString })
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
  }
}
