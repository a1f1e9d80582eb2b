import type { Store } from '../../../projections/store/store.ts'
import { keepRetention, type RetentionLimits } from '../retention.ts'
import type { Base } from './base.ts'

/** Keeps the log and the rows within their limits until the parts are ended. */
export function startRetention({ ports, undo, warn }: Base, store: Store, limits: Partial<RetentionLimits>): void {
  const abort = new AbortController()
  const { rawDays = 7, rawBytes = 2_000_000_000, quarterBarDays = 90, hourBarDays = 730 } = limits
  const kept = { rawDays, rawBytes, quarterBarDays, hourBarDays }
  const done = keepRetention(ports.log, store, ports.clock, kept, abort.signal, warn)
  undo.add(async () => {
    abort.abort()
    await done
  })
}
