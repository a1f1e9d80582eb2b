import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { mergeCell } from './merge-cell.ts'
import { ARRIVED, type Cell, columnsOf, keyNames, listNames, type Row, type Table, TENANT } from './table.ts'

/** Rows to be merged into tables, each row at most once: what several records say of one row has been merged here. */
export interface RowBatch {
  /**
   * @param row      without tenant_id and arrival
   * @param arrival  of the record that says so, milliseconds since 1970
   * @throws HS_ROW_TOO_LARGE when the key does not fit an index
   */
  merge(table: Table, tenant: string, row: Row, arrival: number): void
  tables(): readonly Table[]
  rows(table: Table): readonly Row[]
  /** How many merges, weighed by the length of their lists: about how large the statements will be. */
  size(): number
}

export function rowBatch(): RowBatch {
  const tables = new Map<Table, Map<string, Record<string, Cell>>>()
  let size = 0
  return {
    merge(table, tenant, row, arrival) {
      const key = keyOf(table, row, tenant)
      const rows = tables.get(table) ?? new Map<string, Record<string, Cell>>()
      tables.set(table, rows)
      const stored = rows.get(key)
      if (stored === undefined) rows.set(key, newRow(table, tenant, row, arrival))
      else mergeInto(table, stored, row, arrival)
      size += sizeOf(table, row)
    },
    tables: () => [...tables.keys()],
    rows: (table) => [...(tables.get(table)?.values() ?? [])],
    size: () => size,
  }
}

/** The key of a row as one string; the tenant is given where the row does not hold it. */
export function keyOf(table: Table, row: Row, tenant: Cell = row[TENANT] ?? null): string {
  let key = ''
  for (const name of keyNames(table)) key += `${cleaned(name === TENANT ? tenant : (row[name] ?? null))}\0`
  if (key.length * 3 > LONGEST_KEY_BYTES && Buffer.byteLength(key) > LONGEST_KEY_BYTES) {
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

function newRow(table: Table, tenant: string, row: Row, arrival: number): Record<string, Cell> {
  const made: Record<string, Cell> = {}
  for (const [name, , merge] of columnsOf(table)) {
    const cell = name === ARRIVED ? arrival : cleaned(name === TENANT ? tenant : (row[name] ?? null))
    made[name] = merge === 'append' && Array.isArray(cell) ? [...cell] : cell // the list is this batch's own, and grows
  }
  return made
}

function mergeInto(table: Table, stored: Record<string, Cell>, row: Row, arrival: number): void {
  for (const [name, , merge] of columnsOf(table)) {
    if (name === TENANT) continue
    const cell = name === ARRIVED ? arrival : cleaned(row[name] ?? null)
    const list = stored[name] ?? null
    if (merge === 'append' && Array.isArray(cell) && Array.isArray(list)) for (const item of cell) list.push(item)
    else stored[name] = mergeCell(merge, list, cell)
  }
}

/** One for the row, and its share of what makes statements large: 50 values of a list count as another. */
function sizeOf(table: Table, row: Row): number {
  let size = 1
  for (const name of listNames(table)) {
    const cell = row[name]
    if (Array.isArray(cell)) size += cell.length / 50
  }
  return size
}
