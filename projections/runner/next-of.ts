import type { ReadModel, Rows } from '../read-model.ts'
import type { Row, Table } from '../table/table.ts'

/**
 * The same read model over tables of its own, in which its rows are built beside those that are asked: `signals_next` beside `signals`.
 * To stores and runners it is a model like every other; `beside` tells whose place it will take.
 */
export function nextOf(model: ReadModel): ReadModel {
  const known = made.get(model)
  if (known) return known
  const tables = new Map(model.tables.map((table) => [table, { ...table, name: `${table.name}_next` }]))
  const inNext = (table: Table) => tables.get(table) ?? table
  const next: ReadModel = {
    ...model,
    name: `${model.name}_next`,
    tables: [...tables.values()],
    beside: model,
    apply(event, rows) {
      const there: Rows = {
        merge: (table: Table, row: Row) => rows.merge(inNext(table), row),
        get: (table: Table, key: Row) => rows.get(inNext(table), key),
      }
      model.apply(event, there)
    },
  }
  made.set(model, next)
  return next
}

/** Stores and folds know a table by its identity. */
const made = new WeakMap<ReadModel, ReadModel>()
