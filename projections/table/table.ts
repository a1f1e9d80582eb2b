import type { Topic } from '../../schemas/topics.ts'

/** What a cell may hold: text, a whole number (times in milliseconds, counts), a double, or lists of these. */
export type ColumnType = 'text' | 'whole' | 'double' | 'texts' | 'wholes' | 'doubles'

/**
 * How what stands in a row and what comes in become one. All are associative, so it does not matter how records were cut into batches;
 * `min`, `max` and `add` are also commutative, so such a column may be fed by several partitions. null is "nothing said".
 */
export type Merge =
  | 'set' // the newer one
  | 'keep' // the older one
  | 'min'
  | 'max'
  | 'add'
  | 'append' // lists only: the newer behind the older

export interface Column {
  readonly type: ColumnType
  readonly merge: Merge
}

export interface Table {
  readonly name: string
  /** Its rows expire with the records of this topic. */
  readonly topic: Topic
  /** Primary key, text or whole; the first is always tenant_id. Other columns stand in `columns`. */
  readonly key: Readonly<Record<string, 'text' | 'whole'>>
  readonly columns: Readonly<Record<string, Column>>
  /** Lists of column names. */
  readonly indexes?: readonly (readonly string[])[]
  /** For questions about few rows among many: indexes of those rows alone, so that all others cost nothing. */
  readonly partialIndexes?: readonly PartialIndex[]
  /** Rows are only ever added: what is there can neither be changed nor removed, but with the table. Every column keeps the older. */
  readonly appendOnly?: boolean
  /** The fold reads its rows: they are kept in memory by the runner. For tables with a row per source, not more. */
  readonly resident?: boolean
}

export interface PartialIndex {
  readonly columns: readonly string[]
  /** A question must have the same condition to be answered from it. */
  readonly where:
    | { readonly column: string; readonly is: 'null' | 'not null' }
    | { readonly column: string; readonly is: '='; readonly value: string }
}

export type Cell = string | number | readonly string[] | readonly number[] | null

/** Columns that are not there count as null. */
export type Row = Readonly<Record<string, Cell>>

/** Every table has it: the latest arrival (log time) of a record that touched the row, by which rows expire with their topic. */
export const ARRIVED = 'arrived_at'

/** The first column of every key. */
export const TENANT = 'tenant_id'

export type NamedColumn = readonly [name: string, type: ColumnType, merge: Merge]

/** All columns in a fixed order: key, columns, arrival. */
export function columnsOf(table: Table): readonly NamedColumn[] {
  return shapeOf(table).columns
}

export function keyNames(table: Table): readonly string[] {
  return shapeOf(table).keys
}

/** Columns that grow by appending. */
export function listNames(table: Table): readonly string[] {
  return shapeOf(table).lists
}

interface Shape {
  readonly columns: readonly NamedColumn[]
  readonly keys: readonly string[]
  readonly lists: readonly string[]
}

const shapes = new WeakMap<Table, Shape>() // asked for every row

function shapeOf(table: Table): Shape {
  const known = shapes.get(table)
  if (known) return known
  const columns: readonly NamedColumn[] = [
    ...Object.entries(table.key).map(([name, type]): NamedColumn => [name, type, 'keep']),
    ...Object.entries(table.columns).map(([name, column]): NamedColumn => [name, column.type, column.merge]),
    [ARRIVED, 'whole', 'max'],
  ]
  const lists = columns.filter(([, , merge]) => merge === 'append').map(([name]) => name)
  const shape = { columns, keys: Object.keys(table.key), lists }
  shapes.set(table, shape)
  return shape
}
