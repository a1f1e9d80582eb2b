import type pg from 'pg'
import { tableName } from '../../../../projections/store/sql/create-table.ts'
import type { Table } from '../../../../projections/table/table.ts'

export interface Load {
  readonly table: Table
  readonly rows: number
  /** Column by column, an expression in SQL of the row's number `n`, which counts from 0. */
  readonly cells: Readonly<Record<string, string>>
}

/**
 * Fills a table of the product with rows that the database makes itself, in their order, with the indexes made at the end. Not written
 * ahead, because nobody will miss them.
 * @param client  an administrator's, without a limit of time
 */
export async function loadRows(client: pg.Client, { table, rows, cells }: Load, say: (line: string) => void): Promise<void> {
  const name = tableName(table)
  const { rows: indexes } = await client.query<{ indexname: string; indexdef: string; key: string | null }>(
    `SELECT indexname, indexdef, conname AS key FROM pg_indexes LEFT JOIN pg_constraint
     ON conindid = format('%I.%I', schemaname, indexname)::regclass AND contype = 'p'
     WHERE format('%I.%I', schemaname, tablename) = $1`,
    [name],
  )
  await client.query(`ALTER TABLE ${name} SET UNLOGGED`)
  for (const { indexname, key } of indexes)
    await client.query(key === null ? `DROP INDEX homeostat.${indexname}` : `ALTER TABLE ${name} DROP CONSTRAINT ${key}`)
  const columns = Object.keys(cells)
  for (let from = 0; from < rows; from += AT_ONCE) {
    const to = Math.min(rows, from + AT_ONCE)
    await client.query(
      `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${columns.map((column) => cells[column]).join(', ')}
       FROM generate_series(${from}::bigint, ${to - 1}) AS n`,
    )
    say(`${table.name}: ${to} of ${rows} rows`)
  }
  for (const { indexdef } of indexes) await client.query(indexdef)
  await client.query(`VACUUM ANALYZE ${name}`)
}

const AT_ONCE = 1_000_000
