import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import { findTopic } from '../shared/admit.ts'
import { compactPlace } from './compact.ts'
import { ensureSpace, UPKEEP_RESERVE_BYTES } from './ensure-space.ts'
import type { EmbeddedTopic } from './places.ts'
import { retainPlace } from './retain.ts'
import type { MaintainPass } from './serve.ts'
import { createSlices } from './slices.ts'
import { storageError } from './storage-error.ts'
import type { Store } from './store.ts'

export interface Maintenance {
  readonly pass: MaintainPass
  /** Ends a pass at its next rest. */
  stop(): Promise<void>
}

/** Retention and compaction, one pass at a time, in slices between which the event loop goes on. */
export function createMaintenance(store: Store, topics: ReadonlyMap<string, EmbeddedTopic>, clock: Clock): Maintenance {
  let stopped = false
  let last: Promise<void> = Promise.resolve()
  const slices = createSlices(clock, () => {
    if (stopped) throw new HomeostatError('HS_LOG_CLOSED')
    ensureSpace(store.folder, 0, UPKEEP_RESERVE_BYTES)
  })

  const pass: MaintainPass = async (now, retention, protections) => {
    for (const { topic, maxAgeMs = Infinity, maxBytes = Infinity } of retention)
      for (const place of findTopic(topics, topic).places)
        await retainPlace(store, place, slices, {
          oldest: now - maxAgeMs,
          protectedFrom: protections.lowest(topic, place.partition),
          maxBytes,
        })
    for (const { compacted, places } of topics.values())
      if (compacted) for (const place of places) await compactPlace(store, place, slices, now)
  }

  return {
    pass(...job) {
      const next = last.then(() => pass(...job)).catch((error) => Promise.reject(storageError(error)))
      last = next.catch(() => {}) // whoever asked for a pass gets its error; the next one does not
      return next
    },
    async stop() {
      stopped = true
      await last
    },
  }
}
