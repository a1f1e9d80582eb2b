import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../log.ts'
import { checkFolder } from './folder.ts'
import { type EmbeddedTopic, loadPlaces } from './places.ts'
import { serve } from './serve.ts'
import { openStore } from './store.ts'

/** Every look takes the newest committed state; a poll that waits looks again every LOOK_MS. */
export function openForReading(folder: string, clock: Clock): Log {
  checkFolder(folder)
  const store = openStore(folder, true)
  const id = store.id.get('log')
  if (id === undefined) {
    void store.root.close()
    throw new HomeostatError('HS_LOG_MISSING', { value: folder })
  }
  const topics = new Map<string, EmbeddedTopic>()

  return serve(id, {
    store,
    topics,
    clock,
    refresh() {
      store.root.resetReadTxn()
      loadPlaces(store, topics)
    },
    createTopics: refuse,
    submit: async () => refuse(),
    maintain: async () => refuse(),
    wait: (_places, timeoutMs) => clock.sleep(Math.min(timeoutMs, LOOK_MS)),
    close: () => store.root.close(),
  })
}

function refuse(): never {
  throw new HomeostatError('HS_LOG_READ_ONLY')
}

const LOOK_MS = 50
