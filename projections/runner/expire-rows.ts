import type { Log } from '../../streams/runtime/log/log.ts'
import type { ReadModel } from '../read-model.ts'
import type { Store } from '../store/store.ts'
import type { Table } from '../table/table.ts'
import { oldestArrivals } from './oldest-arrivals.ts'

/**
 * Removes the rows whose last record the log has let go, by age or by size: a rebuild would not bring them back. Called after the log
 * was maintained. A row whose topic is empty stays until something new has arrived there.
 * @param limits  for tables that keep less than their topic: when the last record of a row must have arrived, by table
 * @returns how many rows were removed
 */
export async function expireRows(
  store: Store,
  models: readonly ReadModel[],
  log: Log,
  limits: ReadonlyMap<Table, number> = new Map(),
): Promise<number> {
  const tables = models.flatMap((model) => model.tables)
  const oldest = await oldestArrivals(
    log,
    tables.map(({ topic }) => topic),
  )
  let removed = 0
  for (const table of tables) {
    const before = Math.max(oldest.get(table.topic.name) ?? 0, limits.get(table) ?? 0)
    if (before > 0) removed += await store.expire(table, before)
  }
  return removed
}
