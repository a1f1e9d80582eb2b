import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { mergeCell } from './merge-cell.ts'
import { ARRIVED, type Cell, columnsOf, type Row, type Table } from './table.ts'

/** Rows to be merged into tables, each row at most once: what several records say of one row has been merged here. */
export interface RowBatch {
  /** @throws HS_ROW_TOO_LARGE when the key does not fit an index */
  merge(table: Table, row: Row, arrival: number): void
  tables(): readonly Table[]
  rows(table: Table): readonly Row[]
  /** How many rows; lists count with their length, so that this follows the size of the batch. */
  size(): number
}

export function rowBatch(): RowBatch {
  const tables = new Map<Table, Map<string, Record<string, Cell>>>()
  let size = 0
  return {
    merge(table, row, arrival) {
      const key = keyOf(table, row)
      const rows = tables.get(table) ?? new Map<string, Record<string, Cell>>()
      tables.set(table, rows)
      const stored = rows.get(key) ?? emptyRow(table)
      rows.set(key, stored)
      for (const [name, type, merge] of columnsOf(table)) {
        const cell = name === ARRIVED ? arrival : cleaned(row[name] ?? null)
        if (merge === 'append' && Array.isArray(cell)) {
          const list = stored[name]
          if (Array.isArray(list))
            for (const item of cell) list.push(item) // in place: the list is this batch's own
          else stored[name] = [...cell]
          size += type === 'doubles' ? cell.length / 50 : cell.length
        } else {
          stored[name] = stored[name] === null ? cell : mergeCell(merge, stored[name] ?? null, cell)
        }
      }
      size += 1
    },
    tables: () => [...tables.keys()],
    rows: (table) => [...(tables.get(table)?.values() ?? [])],
    size: () => size,
  }
}

/** The key of a row as one string. */
export function keyOf(table: Table, row: Row): string {
  const key = Object.keys(table.key)
    .map((name) => cleaned(row[name] ?? null))
    .join('\0')
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) {
    throw new HomeostatError('HS_ROW_TOO_LARGE', { value: Buffer.byteLength(key), limit: LONGEST_KEY_BYTES })
  }
  return key
}

/** A B-tree entry of PostgreSQL holds 2,704 bytes. */
const LONGEST_KEY_BYTES = 1_500

/** PostgreSQL has no NUL in texts, and no negative zero survives the way there and back. */
function cleaned(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.includes('\0') ? cell.replaceAll('\0', '\uFFFD') : cell
  if (typeof cell === 'number') return cell === 0 ? 0 : cell
  if (cell === null) return null
  return cell.map((item) => cleaned(item)) as readonly string[] | readonly number[] // item by item of one type
}

function emptyRow(table: Table): Record<string, Cell> {
  return Object.fromEntries(columnsOf(table).map(([name]) => [name, null]))
}
