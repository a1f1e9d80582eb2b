import type { ReadModel } from '../read-model.ts'
import type { Query } from '../table/query.ts'
import type { RowBatch } from '../table/row-batch.ts'
import type { Row, Table } from '../table/table.ts'

/** A partition that a read model consumes, and what stands in it. */
export interface InputBounds {
  readonly topic: string
  readonly partition: number
  readonly end: number
}

/** The next offset to fold of a partition. */
export interface Checkpoint {
  readonly topic: string
  readonly partition: number
  readonly next: number
}

/** A partition was folded from (inclusive) to (exclusive). */
export interface Move {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
}

export type RebuildReason = 'new' | 'version' | 'log' | 'position'

export interface OpenedModel {
  readonly checkpoints: readonly Checkpoint[]
  /** All rows of the resident tables. */
  readonly resident: ReadonlyMap<Table, readonly Row[]>
  /** Set when the model begins again at the start of the log: its rows were of another version, of another log, or ahead of this log. */
  readonly rebuilt?: RebuildReason
}

/** Where rows and checkpoints live. Every method may throw HS_DATABASE_UNAVAILABLE; then it is not known whether it took effect. */
export interface Store {
  /** Makes what is missing; empties the model when its rows do not belong to this version and log. */
  open(model: ReadModel, logId: string, inputs: readonly InputBounds[]): Promise<OpenedModel>
  /**
   * Rows and checkpoints, all or nothing.
   * @returns false when a checkpoint is not where the moves begin: another runner was first, and nothing was written
   */
  commit(model: ReadModel, logId: string, moves: readonly Move[], rows: RowBatch): Promise<boolean>
  /** Whether the checkpoints are still there: a database may come back from a crash or a failover without its last commits. */
  isAt(model: ReadModel, logId: string, checkpoints: readonly Checkpoint[]): Promise<boolean>
  /** Rows of one tenant. */
  select(tenant: string, query: Query): Promise<readonly Row[]>
  /** Removes rows of all tenants whose last record arrived before `before`; returns how many. */
  expire(table: Table, before: number): Promise<number>
}
