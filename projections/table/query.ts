import type { Cell, Table } from './table.ts'

export interface Condition {
  readonly column: string
  readonly is: '=' | '<' | '<=' | '>' | '>=' | 'in' | 'null' | 'not null'
  /** For `in` a list; not there for `null` and `not null`. */
  readonly value?: Cell
}

/** A question to one table, as data, so that every store answers it alike. */
export interface Query {
  readonly table: Table
  readonly where: readonly Condition[]
  /** All in one direction; ends with the rest of the key so that the order is total. */
  readonly order: readonly string[]
  readonly descending?: boolean
  /** Values of the order columns of the last row that was seen: goes on behind it. */
  readonly after?: readonly Cell[]
  readonly limit: number
  /**
   * Of each of the list columns `lists`, in which groups of values follow each other, each group in the order of the texts in `names`, only the
   * values that belong to `name`; rows without that name are left out. So one metric can be read without the others.
   */
  readonly pick?: { readonly lists: readonly string[]; readonly names: string; readonly name: string }
}
