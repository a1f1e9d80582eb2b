import type { Query } from '../../table/query.ts'
import { columnsOf } from '../../table/table.ts'
import { tableName } from './create-table.ts'
import type { Statement } from './upsert.ts'

/**
 * The query in SQL for one tenant. The condition on the tenant is for the planner; row-level security holds without it.
 * @param from  what has the columns of the table; default the table itself
 */
export function select(tenant: string, query: Query, from = tableName(query.table)): Statement {
  const values: unknown[] = [tenant]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = ['tenant_id = $1']
  for (const { column, is, value } of query.where) {
    if (is === 'null' || is === 'not null') conditions.push(`${column} IS ${is.toUpperCase()}`)
    else if (is === 'in') conditions.push(`${column} = ANY (${bind(value)})`)
    else conditions.push(`${column} ${is} ${bind(value)}`)
  }
  if (query.after) {
    conditions.push(`(${query.order.join(', ')}) ${query.descending ? '<' : '>'} (${query.after.map(bind).join(', ')})`)
  }
  const { pick } = query
  const name = pick ? `${bind(pick.name)}::text` : ''
  if (pick) conditions.push(`${name} = ANY (${pick.names})`)
  const direction = query.descending ? ' DESC' : ''
  const names = columnsOf(query.table).map(([column]) =>
    pick?.lists.includes(column) ? `${pickSql(column, pick.names, name)} AS ${column}` : column,
  )
  const text = `SELECT ${names.join(', ')} FROM ${from} WHERE ${conditions.join(' AND ')}
ORDER BY ${query.order.map((column) => column + direction).join(', ')} LIMIT ${bind(query.limit)}`
  return { text, values }
}

/** Joining the list with an empty one takes it out of the side table once, instead of once for every value that is read from it. */
function pickSql(list: string, names: string, name: string): string {
  return `ARRAY(SELECT whole.list[i] FROM (SELECT ${list} || '{}' AS list OFFSET 0) AS whole,
    generate_series(array_position(${names}, ${name}), cardinality(${list}), cardinality(${names})) AS i)`
}
