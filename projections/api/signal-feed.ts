import { signalsTable } from '../models/signals.ts'
import type { RowBatch } from '../table/row-batch.ts'
import type { Row } from '../table/table.ts'
import { type Reading, TENANT } from './reading.ts'

/** New and changed signals, as soon as they are in the read model. */
export interface SignalFeed {
  /** Called by the projection of signals after each commit. */
  committed(change: { readonly model: string; readonly rows: RowBatch }): void
  /** @returns a function that ends it */
  subscribe(listener: (rows: readonly Row[]) => void): () => void
}

/**
 * Reads the changed rows once for all listeners, in the order of the commits; nothing is read while nobody listens.
 * @param failed  told when the rows could not be read; listeners miss them and see them in the list
 */
export function signalFeed(reading: Reading, failed: (error: unknown) => void = () => {}): SignalFeed {
  const listeners = new Set<(rows: readonly Row[]) => void>()
  let last = Promise.resolve()

  async function tell(ids: readonly string[]): Promise<void> {
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const where = [{ column: 'id', is: 'in', value: ids.slice(i, i + AT_ONCE) }] as const
      const rows = await reading.select(TENANT, { table: signalsTable, where, order: ['at', 'id'], limit: AT_ONCE })
      for (const listener of listeners) listener(rows)
    }
  }

  return {
    committed({ rows }) {
      if (listeners.size === 0) return
      const changed = rows.rows(signalsTable).filter((row) => row.tenant_id === TENANT)
      const ids = changed.map((row) => String(row.id))
      last = last.then(() => tell(ids)).catch(failed)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const AT_ONCE = 500
