import type { ReadModel } from '../read-model.ts'
import { nextOf } from '../runner/next-of.ts'
import { mergeRow } from '../table/merge-row.ts'
import type { Condition, Query } from '../table/query.ts'
import { keyOf } from '../table/row-batch.ts'
import { ARRIVED, type Cell, columnsOf, type Row, type Table } from '../table/table.ts'
import { refuseToOpen } from './refuse-to-open.ts'
import { standsAlike } from './stands-alike.ts'
import type { InputBounds, Kept, Move, OpenedModel, RebuildReason, Store } from './store.ts'

interface Remembered {
  readonly version: number
  readonly logId: string
  readonly next: Map<string, number>
  readonly tables: readonly string[]
}

/** Rows in this process: for the simulation and for tests. Takes and answers what the PostgreSQL store does; a table that is not there is empty. */
export function memoryStore(): Store {
  const models = new Map<string, Remembered>()
  const tables = new Map<string, Map<string, Row>>()
  const rowsOf = (table: Table) => tables.get(table.name) ?? new Map<string, Row>()
  const keptOf = (model: ReadModel) => asKept(models.get(model.name))

  function empty(model: ReadModel, logId: string): void {
    for (const table of model.tables) tables.set(table.name, new Map())
    models.set(model.name, { version: model.version, logId, next: new Map(), tables: model.tables.map(({ name }) => name) })
  }

  function remove(name: string): void {
    for (const table of models.get(name)?.tables ?? []) tables.delete(table)
    models.delete(name)
  }

  return {
    async open(model, logId, inputs): Promise<OpenedModel> {
      const known = models.get(model.name)
      const rebuilt = reasonToRebuild(known, model, logId, inputs)
      refuseToOpen(model, rebuilt, known?.version)
      if (rebuilt) empty(model, logId)
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
          const stored = rows.get(key)
          if (!(table.appendOnly && stored)) rows.set(key, mergeRow(table, stored, row))
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

    standing: async (model) => ({ serving: keptOf(model), next: keptOf(nextOf(model)) }),

    async begin(model, logId, inputs, serving) {
      if (models.get(model.name)?.version !== serving) return false
      const next = nextOf(model)
      if (reasonToRebuild(models.get(next.name), next, logId, inputs)) empty(next, logId)
      return true
    },

    async promote(model, logId) {
      const next = nextOf(model)
      const [old, built] = [models.get(model.name), models.get(next.name)]
      if (built?.version !== model.version || built.logId !== logId) return 'behind'
      if ([...(old?.next ?? [])].some(([partition, at]) => at > (built.next.get(partition) ?? 0))) return 'behind'
      const rows = model.tables.map((table) => rowsOf(nextTable(model, table)))
      remove(model.name)
      remove(next.name)
      for (const [i, table] of model.tables.entries()) tables.set(table.name, rows[i])
      models.set(model.name, { ...built, tables: model.tables.map(({ name }) => name) })
      return 'switched'
    },

    async abandon(model) {
      remove(nextOf(model).name)
    },

    async compare(model) {
      if (!standsAlike(keptOf(model), keptOf(nextOf(model)))) return { differences: Promise.resolve(undefined) }
      const differences = model.tables.map((table) => {
        const [serving, next] = [rowsOf(table), rowsOf(nextTable(model, table))]
        const gone = [...serving.keys()].filter((key) => !next.has(key)).length
        const added = [...next.keys()].filter((key) => !serving.has(key)).length
        const changed = [...next].filter(([key, row]) => serving.has(key) && differs(table, serving.get(key), row)).length
        return { table: table.name, gone, added, changed }
      })
      return { differences: Promise.resolve(differences) }
    },

    async select(tenant, query) {
      const rows = [...rowsOf(query.table).values()].filter((row) => row.tenant_id === tenant)
      return answer(rows, query)
    },

    async expire(table, before) {
      if (table.appendOnly) return 0
      const rows = rowsOf(table)
      const old = [...rows].filter(([, row]) => Number(row[ARRIVED]) < before)
      for (const [key] of old) rows.delete(key)
      return old.length
    },
  }
}

function asKept(known: Remembered | undefined): Kept | undefined {
  if (known === undefined) return undefined
  const checkpoints = [...known.next].map(([name, next]) => {
    const slash = name.lastIndexOf('/')
    return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)), next }
  })
  return { version: known.version, logId: known.logId, checkpoints }
}

function nextTable(model: ReadModel, table: Table): Table {
  return nextOf(model).tables[model.tables.indexOf(table)]
}

function differs(table: Table, one: Row | undefined, other: Row): boolean {
  const cells = (row: Row | undefined) => JSON.stringify(columnsOf(table).map(([name]) => row?.[name] ?? null))
  return cells(one) !== cells(other)
}

function place(move: Pick<Move, 'topic' | 'partition'>): string {
  return `${move.topic}/${move.partition}`
}

function reasonToRebuild(
  known: Remembered | undefined,
  model: ReadModel,
  logId: string,
  inputs: readonly InputBounds[],
): RebuildReason | undefined {
  if (known === undefined) return 'new'
  if (known.logId !== logId) return 'log'
  if (known.version !== model.version) return 'version'
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
