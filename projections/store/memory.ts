import type { ReadModel } from '../read-model.ts'
import { mergeRow } from '../table/merge-row.ts'
import type { Condition, Query } from '../table/query.ts'
import { keyOf } from '../table/row-batch.ts'
import { ARRIVED, type Cell, type Row, type Table } from '../table/table.ts'
import type { Move, OpenedModel, RebuildReason, Store } from './store.ts'

interface Remembered {
  readonly version: number
  readonly logId: string
  readonly next: Map<string, number>
}

/** Rows in this process: for the simulation and for tests. Takes and answers what the PostgreSQL store does. */
export function memoryStore(): Store {
  const models = new Map<string, Remembered>()
  const tables = new Map<string, Map<string, Row>>()
  const rowsOf = (table: Table) => tables.get(table.name) ?? new Map<string, Row>()

  return {
    async open(model, logId, inputs): Promise<OpenedModel> {
      const known = models.get(model.name)
      const rebuilt = reasonToRebuild(known, model, logId, inputs)
      if (rebuilt) {
        for (const table of model.tables) tables.set(table.name, new Map())
        models.set(model.name, { version: model.version, logId, next: new Map() })
      }
      const next = models.get(model.name)?.next ?? new Map<string, number>()
      const checkpoints = inputs.map(({ topic, partition }) => ({
        topic,
        partition,
        next: next.get(`${topic}/${partition}`) ?? 0,
      }))
      const resident = new Map(
        model.tables.filter((table) => table.resident).map((table) => [table, [...rowsOf(table).values()]]),
      )
      return rebuilt ? { checkpoints, resident, rebuilt } : { checkpoints, resident }
    },

    async commit(model, logId, moves, batch) {
      const known = models.get(model.name)
      if (known === undefined || known.version !== model.version || known.logId !== logId) return false
      const { next } = known
      if (moves.some((move) => (next.get(place(move)) ?? 0) !== move.from)) return false
      for (const table of batch.tables()) {
        const rows = rowsOf(table)
        for (const row of batch.rows(table)) {
          const key = keyOf(table, row)
          rows.set(key, mergeRow(table, rows.get(key), row))
        }
        tables.set(table.name, rows)
      }
      for (const move of moves) next.set(place(move), move.to)
      return true
    },

    async isAt(model, logId, checkpoints) {
      const known = models.get(model.name)
      if (known === undefined || known.version !== model.version || known.logId !== logId) return false
      return checkpoints.every((checkpoint) => (known.next.get(place(checkpoint)) ?? 0) === checkpoint.next)
    },

    async select(tenant, query) {
      const rows = [...rowsOf(query.table).values()].filter((row) => row.tenant_id === tenant)
      return answer(rows, query)
    },

    async expire(table, before) {
      const rows = rowsOf(table)
      const old = [...rows].filter(([, row]) => Number(row[ARRIVED]) < before)
      for (const [key] of old) rows.delete(key)
      return old.length
    },
  }
}

function place(move: Pick<Move, 'topic' | 'partition'>): string {
  return `${move.topic}/${move.partition}`
}

function reasonToRebuild(
  known: Remembered | undefined,
  model: ReadModel,
  logId: string,
  inputs: readonly { topic: string; partition: number; end: number }[],
): RebuildReason | undefined {
  if (known === undefined) return 'new'
  if (known.version !== model.version) return 'version'
  if (known.logId !== logId) return 'log'
  return inputs.some((input) => (known.next.get(place(input)) ?? 0) > input.end) ? 'position' : undefined
}

function answer(rows: readonly Row[], query: Query): readonly Row[] {
  const direction = query.descending ? -1 : 1
  const compare = (a: readonly Cell[], b: readonly Cell[]) => direction * compareLists(a, b)
  const orderOf = (row: Row) => query.order.map((column) => row[column] ?? null)
  return rows
    .filter((row) => query.where.every((condition) => holds(row[condition.column] ?? null, condition)))
    .filter((row) => query.after === undefined || compare(orderOf(row), query.after) > 0)
    .filter((row) => query.pick === undefined || hasName(row, query.pick))
    .sort((a, b) => compare(orderOf(a), orderOf(b)))
    .slice(0, query.limit)
    .map((row) => (query.pick ? picked(row, query.pick) : row))
}

function picked(row: Row, { lists, names, name }: NonNullable<Query['pick']>): Row {
  const groups = row[names]
  if (!Array.isArray(groups)) return row
  const first = groups.indexOf(name)
  const ofName = (cell: Cell | undefined): Cell =>
    Array.isArray(cell) ? cell.filter((_, i) => i % groups.length === first) : null
  return { ...row, ...Object.fromEntries(lists.map((list) => [list, ofName(row[list])])) }
}

function hasName(row: Row, { names, name }: NonNullable<Query['pick']>): boolean {
  const groups = row[names]
  return Array.isArray(groups) && groups.includes(name)
}

function holds(cell: Cell, { is, value }: Condition): boolean {
  if (is === 'null') return cell === null
  if (is === 'not null') return cell !== null
  if (cell === null || value === undefined || value === null) return false
  switch (is) {
    case 'in':
      return Array.isArray(value) && value.includes(cell)
    case '=':
      return cell === value
    case '<':
      return cell < value
    case '<=':
      return cell <= value
    case '>':
      return cell > value
    case '>=':
      return cell >= value
  }
}

function compareLists(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}
