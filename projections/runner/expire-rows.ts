import type { Topic } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Store } from '../store/store.ts'

/**
 * Removes the rows whose records the log no longer keeps, so that a rebuild would not bring them back. Called now and then.
 *
 * @param now     milliseconds since 1970, by the clock that the log takes arrivals from
 * @param keptMs  how long the log keeps a topic; null for ever
 * @returns       how many rows were removed
 */
export async function expireRows(
  store: Store,
  models: readonly ReadModel[],
  now: number,
  keptMs: (topic: Topic) => number | null,
): Promise<number> {
  let removed = 0
  for (const table of models.flatMap((model) => model.tables)) {
    const kept = keptMs(table.topic)
    if (kept !== null) removed += await store.expire(table, now - kept)
  }
  return removed
}
