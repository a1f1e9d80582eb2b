import { deadLettersTable, letterRequestsTable } from '../../../projections/models/dead-letters.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import type { Store } from '../../../projections/store/store.ts'
import { ARRIVED, type Table } from '../../../projections/table/table.ts'

export type TableRows = ReadonlyMap<string, readonly string[]>

/**
 * The rows of all tables, in the order of their keys, without the time at which the log took their records; of different logs also
 * without what tells where a record stands, and in the order of what is left.
 */
export async function rowsOf(store: Store, models: readonly ReadModel[], { sameLog } = { sameLog: true }): Promise<TableRows> {
  const tables = new Map<string, readonly string[]>()
  for (const table of models.flatMap((model) => model.tables)) {
    const places = sameLog ? [] : (placesIn.get(table) ?? [])
    const rows: string[] = []
    for (const tenant of tenants)
      for (const row of await store.select(tenant, {
        table,
        where: [],
        order: Object.keys(table.key),
        limit: Number.POSITIVE_INFINITY,
      }))
        rows.push(JSON.stringify(Object.entries(row).filter(([name]) => name !== ARRIVED && !places.includes(name))))
    tables.set(table.name, places.length > 0 ? rows.sort() : rows)
  }
  return tables
}

const tenants = ['default', 'acme']
const placesIn: ReadonlyMap<Table, readonly string[]> = new Map<Table, readonly string[]>([
  [deadLettersTable, ['number', 'record_offset']],
  [letterRequestsTable, ['record_offset']],
])

/** The first row that differs. */
export function compareRows(disturbed: TableRows, undisturbed: TableRows): string | undefined {
  for (const [table, rows] of undisturbed) {
    const others = disturbed.get(table) ?? []
    for (let n = 0; n < Math.max(rows.length, others.length); n++) {
      if (rows[n] !== others[n]) return `${table}: row ${n} of ${others.length} (${rows.length}) is ${others[n]}, not ${rows[n]}`
    }
  }
  return undefined
}
