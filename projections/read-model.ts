import type { Decoded } from '../schemas/codec/codec.ts'
import type { Topic } from '../schemas/topics.ts'
import type { Row, Table } from './table/table.ts'

/** A record as a read model sees it. A frame in it is valid only until `apply` returns. */
export type ReadEvent = Decoded & {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** When the log took it, milliseconds since 1970. */
  readonly arrival: number
  readonly tenant: string
}

/** What a fold may do to its rows. */
export interface Rows {
  /** Merges by the rules of the table's columns; tenant_id is filled in. Columns that are not given stay as they are. */
  merge(table: Table, row: Row): void
  /** A row of a resident table as it stands after everything folded so far; the key without tenant_id. */
  get(table: Table, key: Row): Row | undefined
}

/**
 * One way of remembering the log: a pure fold of records into rows. No clock, no counter of its own: keys and times come from the
 * records, so that a rebuild gives the same rows. A row (or a column that is not commutative) is written from one partition only.
 */
export interface ReadModel {
  readonly name: string
  /** Counts up with every change of tables or fold; the rows are then built again from the log, beside those that are there. */
  readonly version: number
  /** The definition before this one: where it is kept for a release, its rows go forward until those of this one take their place. */
  readonly before?: ReadModel
  /** Whose the records are whose key names no tenant; without it they are left out. */
  readonly strayTenant?: string
  /** Set by `nextOf` alone: whose place these rows will take. */
  readonly beside?: ReadModel
  readonly reads: readonly Topic[]
  readonly tables: readonly Table[]
  /** Rows are written this long after the first record that changed one, at the latest. */
  readonly commitAfterMs: number
  apply(event: ReadEvent, rows: Rows): void
}
