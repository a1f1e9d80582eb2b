import type { ReadModel } from '../../../../projections/read-model.ts'
import type { Store } from '../../../../projections/store/store.ts'
import type { Row } from '../../../../projections/table/table.ts'

/** All rows of all tables of a model, by table, in the order of their keys. */
export async function rowsOf(store: Store, model: ReadModel, tenant = 'default'): Promise<Record<string, readonly Row[]>> {
  const tables = model.tables.map(async (table) => {
    const order = Object.keys(table.key).slice(1)
    return [table.name, await store.select(tenant, { table, where: [], order, limit: 1_000_000 })] as const
  })
  return Object.fromEntries(await Promise.all(tables))
}
