import { mergeCell } from './merge-cell.ts'
import { columnsOf, type Row, type Table } from './table.ts'

/** What a stored row and an incoming one of the same key become; columns that are not given are null. */
export function mergeRow(table: Table, stored: Row | undefined, incoming: Row): Row {
  if (stored === undefined) return incoming
  return Object.fromEntries(
    columnsOf(table).map(([name, , merge]) => [name, mergeCell(merge, stored[name] ?? null, incoming[name] ?? null)]),
  )
}
