import type { Clock } from '../../streams/runtime/ports/clock.ts'
import { signalsTable } from '../models/signals.ts'
import type { Row } from '../table/table.ts'
import { type Reading, TENANT } from './reading.ts'
import type { SignalFeed } from './signal-feed.ts'

export interface PolledFeed extends SignalFeed {
  stop(): Promise<void>
}

/**
 * The signals of a read model that another process keeps: looks twice a second at the rows whose last change is not older than two
 * minutes before the newest one, and tells those that are new or have changed. So far back a change may come late and is still told;
 * one that comes later stands in the list alone. Nothing is read while nobody listens.
 *
 * @param failed  told when the rows could not be read; the next look brings what this one missed
 */
export function polledSignalFeed(reading: Reading, clock: Clock, failed: (error: unknown) => void): PolledFeed {
  const listeners = new Set<(rows: readonly Row[]) => void>()
  const abort = new AbortController()
  let known: ReadonlyMap<string, string> | undefined
  let running = Promise.resolve()
  let isRunning = false

  async function look(): Promise<void> {
    const rows = await recentRows(reading)
    const before = known
    known = new Map(rows.map((row) => [String(row.id), JSON.stringify(row)]))
    if (before === undefined) return // what was there before anybody listened is no news
    const changed = rows.filter((row) => before.get(String(row.id)) !== JSON.stringify(row))
    if (changed.length > 0) for (const listener of listeners) listener(changed)
  }

  async function follow(): Promise<void> {
    known = undefined
    while (listeners.size > 0 && !abort.signal.aborted) {
      await look().catch(failed)
      await clock.sleep(EVERY_MS, abort.signal)
    }
    isRunning = false
  }

  return {
    committed() {},
    subscribe(listener) {
      listeners.add(listener)
      if (!isRunning) {
        isRunning = true
        running = follow()
      }
      return () => void listeners.delete(listener)
    },
    async stop() {
      abort.abort()
      await running
    },
  }
}

/** Oldest change first. */
async function recentRows(reading: Reading): Promise<readonly Row[]> {
  const order = ['at', 'id']
  const [newest] = await reading.select(TENANT, { table: signalsTable, where: [], order, descending: true, limit: 1 })
  if (newest === undefined) return []
  const where = [{ column: 'at', is: '>=', value: Number(newest.at) - REACH_MS }] as const
  const rows = await reading.select(TENANT, { table: signalsTable, where, order, descending: true, limit: MOST_ROWS })
  return rows.toReversed()
}

const EVERY_MS = 500
const REACH_MS = 120_000
const MOST_ROWS = 2_000
