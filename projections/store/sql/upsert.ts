import type { Cell, ColumnType, Merge, Row, Table } from '../../table/table.ts'
import { columnsOf } from '../../table/table.ts'
import { tableName } from './create-table.ts'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Merges all rows into the table in one statement: one array a column, unnested in the server. */
export function upsert(table: Table, rows: readonly Row[]): Statement {
  const columns = columnsOf(table)
  return {
    text: upsertSql(table),
    values: columns.map(([name, type]) => rows.map((row) => literal(row[name] ?? null, type))),
  }
}

function upsertSql(table: Table): string {
  const columns = columnsOf(table)
  const names = columns.map(([name]) => name)
  const keys = Object.keys(table.key)
  const arrays = columns.map(([, type], i) => `$${i + 1}::${CARRIER[type]}[]`)
  const picked = columns.map(([name, type]) => (isList(type) ? `x.${name}::${ELEMENT[type]}[]` : `x.${name}`))
  const merges = columns.filter(([name]) => !keys.includes(name)).map(([name, , merge]) => `${name} = ${mergeSql(merge, name)}`)
  return `INSERT INTO ${tableName(table)} AS t (${names.join(', ')})
SELECT ${picked.join(', ')} FROM unnest(${arrays.join(', ')}) AS x (${names.join(', ')})
ON CONFLICT (${keys.join(', ')}) DO ${table.appendOnly ? 'NOTHING' : `UPDATE SET ${merges.join(', ')}`}`
}

/** mergeCell in SQL. */
function mergeSql(merge: Merge, name: string): string {
  const [stored, incoming] = [`t.${name}`, `excluded.${name}`]
  switch (merge) {
    case 'set':
      return `coalesce(${incoming}, ${stored})`
    case 'keep':
      return `coalesce(${stored}, ${incoming})`
    case 'min':
      return `least(${stored}, ${incoming})`
    case 'max':
      return `greatest(${stored}, ${incoming})`
    case 'add':
      return `coalesce(${stored}, 0) + coalesce(${incoming}, 0)`
    case 'append':
      return `${stored} || ${incoming}`
  }
}

/** unnest flattens nested arrays, so a list travels as the text of its literal. */
const CARRIER: Record<ColumnType, string> = {
  text: 'text',
  whole: 'bigint',
  double: 'float8',
  texts: 'text',
  wholes: 'text',
  doubles: 'text',
}
const ELEMENT = { texts: 'text', wholes: 'bigint', doubles: 'float8' } as const

function isList(type: ColumnType): type is keyof typeof ELEMENT {
  return type in ELEMENT
}

function literal(cell: Cell, type: ColumnType): string | number | null {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return cell
  if (type !== 'texts') return `{${cell.join(',')}}`
  return `{${cell.map((text) => `"${String(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}
