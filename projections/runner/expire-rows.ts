import type { Log } from '../../streams/runtime/log/log.ts'
import type { ReadModel } from '../read-model.ts'
import type { Store } from '../store/store.ts'
import type { Table } from '../table/table.ts'

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
  const oldest = await oldestArrivals(log)
  let removed = 0
  for (const table of models.flatMap((model) => model.tables)) {
    const before = Math.max(oldest.get(table.topic.name) ?? 0, limits.get(table) ?? 0)
    if (before > 0) removed += await store.expire(table, before)
  }
  return removed
}

/** When the oldest record that is kept arrived, by topic. */
async function oldestArrivals(log: Log): Promise<Map<string, number>> {
  const oldest = new Map<string, number>()
  for (const { topic, partition, start } of await log.partitions()) {
    const [first] = (await log.read(topic, partition, start, { maxBytes: 1 })).records
    if (first) oldest.set(topic, Math.min(first.arrival, oldest.get(topic) ?? first.arrival))
  }
  return oldest
}
