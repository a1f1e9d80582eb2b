import { rowBatch } from '../../../../projections/table/row-batch.ts'
import { type Cell, type ColumnType, columnsOf, type Row, type Table } from '../../../../projections/table/table.ts'

/** Time around which all rows are, milliseconds since 1970. */
export const AROUND = Date.parse('2026-01-31T12:00:00Z')

/** What only the rows of the other tenant have in their texts. */
export const FOREIGN = 'foreign'

/** Rows of two tenants for any table: their keys overlap, their numbers differ, and some texts of the other are its own alone. */
export function rowsOfTwo(tables: readonly Table[], own: string, other: string) {
  return {
    own: batchOf(tables, own, [0, 1, 2, 3, 4, 5]),
    other: batchOf(tables, other, [3, 4, 5, 6, 7, 8]),
  }

  function batchOf(some: readonly Table[], tenant: string, numbers: readonly number[]) {
    const isOther = tenant === other
    const batch = rowBatch()
    for (const table of some) for (const n of numbers) batch.merge(table, tenant, rowOf(table, n, isOther), AROUND + n)
    return batch
  }
}

/** The text that a column has in row `n`; requests ask for the same. */
export function textOf(column: string, n: number): string {
  return n < 7 ? `${column}-${n}` : `${FOREIGN}-${column}-${n}`
}

export function timeOf(n: number): number {
  return AROUND + n * 60_000
}

function rowOf(table: Table, n: number, isOther: boolean): Row {
  return Object.fromEntries(columnsOf(table).map(([column, type]) => [column, cellOf(column, type, n, isOther)]))
}

function cellOf(column: string, type: ColumnType, n: number, isOther: boolean): Cell {
  const isKey = /^(bucket|partition)$/.test(column)
  const whole = timeOf(n) + (isOther && !isKey ? 7 : 0)
  const double = isOther ? -1_000 - n : n
  switch (type) {
    case 'text':
      return textOf(column, n)
    case 'whole':
      return whole
    case 'double':
      return double
    case 'texts':
      return [textOf('metric', n)]
    case 'wholes':
      return [whole]
    case 'doubles':
      return [double]
  }
}
