import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Database } from '../../postgres/connect.ts'
import { inTransaction } from '../../postgres/in-transaction.ts'
import { sqlStateOf } from '../../postgres/sql-state-of.ts'
import type { Query } from '../../table/query.ts'
import { columnsOf, type Row, type Table } from '../../table/table.ts'
import { SQL_TYPE, tableName } from '../sql/create-table.ts'
import { select } from '../sql/select.ts'

export function answer(database: Database, tenant: string, query: Query, from?: string): Promise<readonly Row[]> {
  return inTransaction(database.api, 'BEGIN READ ONLY', async (client) => {
    await client.query("SELECT set_config('homeostat.tenant', $1, true)", [tenant])
    const { text, values } = select(tenant, query, from)
    return (await client.query<Row>(text, [...values])).rows
  })
}

/** Whether the rows are not of the shape that was asked for: those of another version, or none yet. */
export function isMissing(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === UNDEFINED_TABLE || state === UNDEFINED_COLUMN
}

const UNDEFINED_TABLE = '42P01'
const UNDEFINED_COLUMN = '42703'

/**
 * Answers from the rows of another version, with null in the columns that they do not have.
 * @throws HS_MODEL_BUILDING
 */
export async function answerFromOlder(database: Database, tenant: string, query: Query): Promise<readonly Row[]> {
  const { table } = query
  const there = await columnsThere(database, table)
  const columns = columnsOf(table).map(([name, type]) =>
    there.has(name) ? name : `NULL::${SQL_TYPE[type].split(' ')[0]} AS ${name}`,
  )
  if (there.size > 0) return answer(database, tenant, query, `(SELECT ${columns.join(', ')} FROM ${tableName(table)}) AS older`)
  throw new HomeostatError('HS_MODEL_BUILDING', { value: table.name })
}

async function columnsThere(database: Database, table: Table): Promise<ReadonlySet<string>> {
  const { rows } = await database.projector.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
    [tableName(table)],
  )
  return new Set(rows.map(({ name }) => name))
}
