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

export type RebuildReason = 'new' | 'version' | 'log' | 'position' | 'asked'

export interface OpenedModel {
  readonly checkpoints: readonly Checkpoint[]
  /** All rows of the resident tables. */
  readonly resident: ReadonlyMap<Table, readonly Row[]>
  /** Set when the model begins again at the start of the log: its rows were of another version, of another log, or ahead of this log. */
  readonly rebuilt?: RebuildReason
}

/** Whose rows a database has, and how far they have come. */
export interface Kept {
  readonly version: number
  readonly logId: string
  readonly checkpoints: readonly Checkpoint[]
}

/** What a database has of a model; undefined what it has not. */
export interface Standing {
  /** The rows that questions are answered from. */
  readonly serving: Kept | undefined
  /** Those that are built beside them. */
  readonly next: Kept | undefined
}

/** How the rows of a table differ from those that were built anew. */
export interface TableDifference {
  readonly table: string
  /** Rows that the log does not bring again. */
  readonly gone: number
  /** Rows that were not there. */
  readonly added: number
  /** Rows with another content. */
  readonly changed: number
}

export interface Comparison {
  /** One entry a table; undefined when both do not stand at the same place, because another runner has moved one of them. */
  readonly differences: Promise<readonly TableDifference[] | undefined>
}

/** `behind`: what was built is not as far as what would go, or is not there. `busy`: somebody reads for long; to be tried again. */
export type Promotion = 'switched' | 'behind' | 'busy'

/** Where rows and checkpoints live. Every method may throw HS_DATABASE_UNAVAILABLE; then it is not known whether it took effect. */
export interface Store {
  /**
   * Makes what is missing; empties the model when its rows do not belong to this log, or are ahead of it.
   * @throws HS_MODEL_VERSION when the rows are of another version: they stay until others take their place
   * @throws HS_REBUILD_GONE for a model that is built beside another when its building has not begun, or is over
   */
  open(model: ReadModel, logId: string, inputs: readonly InputBounds[]): Promise<OpenedModel>
  /**
   * Rows and checkpoints, all or nothing.
   * @returns false when a checkpoint is not where the moves begin: another runner was first, and nothing was written
   */
  commit(model: ReadModel, logId: string, moves: readonly Move[], rows: RowBatch): Promise<boolean>
  /** Whether the checkpoints are still there: a database may come back from a crash or a failover without its last commits. */
  isAt(model: ReadModel, logId: string, checkpoints: readonly Checkpoint[]): Promise<boolean>
  standing(model: ReadModel): Promise<Standing>
  /**
   * Makes room for building a model beside its rows; goes on with what was begun before, unless that is of another version or log.
   * @param serving  the version that is to be replaced
   * @returns false when the rows are not, or not any more, of that version
   */
  begin(model: ReadModel, logId: string, inputs: readonly InputBounds[], serving: number): Promise<boolean>
  /** Puts what was built in the place of the rows, and removes those, in one step: who asks gets the ones or the others. */
  promote(model: ReadModel, logId: string): Promise<Promotion>
  /** Removes what was built beside the rows. */
  abandon(model: ReadModel): Promise<void>
  /** Compares the rows with those that were built beside them, as both are when this resolves; reading them may take longer. */
  compare(model: ReadModel): Promise<Comparison>
  /**
   * Rows of one tenant. As long as the rows are of another version, columns that they do not have are null.
   * @throws HS_MODEL_BUILDING when the table is not there yet
   */
  select(tenant: string, query: Query): Promise<readonly Row[]>
  /** Removes rows of all tenants whose last record arrived before `before`; returns how many; none of a table to which rows are only added. */
  expire(table: Table, before: number): Promise<number>
}
