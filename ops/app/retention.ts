import { hourBarsTable, quarterBarsTable } from '../../projections/models/bars.ts'
import { expireRows } from '../../projections/runner/expire-rows.ts'
import type { Store } from '../../projections/store/store.ts'
import type { Table } from '../../projections/table/table.ts'
import { catalogue, SystemTelemetryRaw } from '../../schemas/topics.ts'
import type { Log, Retention } from '../../streams/runtime/log/log.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import { readModels } from './read-models.ts'

export interface RetentionLimits {
  /** Raw telemetry, days. */
  readonly rawDays: number
  /** Raw telemetry, bytes. */
  readonly rawBytes: number
  /** Rows of bars of a quarter of an hour, days. */
  readonly quarterBarDays: number
  /** Rows of bars of an hour, days. */
  readonly hourBarDays: number
}

const DAY_MS = 86_400_000
const EVERY_MS = 60_000

/** Applies retention and compaction, and removes the rows of what is gone, once a minute until it is told to stop; trouble is reported and tried again. */
export async function keepRetention(
  log: Log,
  store: Store,
  clock: Clock,
  limits: RetentionLimits,
  signal: AbortSignal,
  trouble: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    await clock.sleep(EVERY_MS, signal)
    if (signal.aborted) return
    await log
      .maintain(clock.now(), retentionOf(limits))
      .then(() => expireRows(store, readModels, log, oldestBars(clock.now(), limits)))
      .catch(trouble)
  }
}

/** Raw telemetry has its own limits; what its `verify` needs is kept as long as it, the rest as the catalogue says. */
function retentionOf({ rawDays, rawBytes }: RetentionLimits): Retention[] {
  return catalogue.flatMap(({ name, keptDays, cleanup }) => {
    if (name === SystemTelemetryRaw.name) return [{ topic: name, maxAgeMs: rawDays * DAY_MS, maxBytes: rawBytes }]
    return keptDays === null || cleanup === 'compact' ? [] : [{ topic: name, maxAgeMs: keptDays * DAY_MS }]
  })
}

function oldestBars(now: number, { quarterBarDays, hourBarDays }: RetentionLimits): ReadonlyMap<Table, number> {
  return new Map<Table, number>([
    [quarterBarsTable, now - quarterBarDays * DAY_MS],
    [hourBarsTable, now - hourBarDays * DAY_MS],
  ])
}
