import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { checkFolder } from './folder.ts'
import { renewId } from './log-ids.ts'
import { claim, release } from './ownership.ts'
import { openStore, type Store } from './store.ts'

/**
 * Empties topics of a log that nobody has open, and gives the log a new id; all or nothing. Their offsets begin at 0 again: an
 * emptied topic whose offsets went on would look like one from which retention has removed what is needed.
 * @param topics  names; those that the log does not have are passed over
 * @param keepId  for snapshots alone: they are derived again as they were, so what others have read of the log stays true
 * @returns       the id that the log has now
 * @throws HS_LOG_LOCKED, HS_LOG_MISSING, HS_DATA_FORMAT_NEWER
 */
export async function resetLog(
  folder: string,
  topics: readonly string[],
  { keepId = false }: { keepId?: boolean } = {},
): Promise<string> {
  if (!existsSync(folder)) throw new HomeostatError('HS_LOG_MISSING', { value: folder, message: `There is no log in ${folder}.` })
  checkFolder(folder)
  const store = openStore(realpathSync(folder), false)
  try {
    claim(store)
    const kept = keepId ? store.id.get('log') : undefined
    const id = kept ?? randomUUID()
    store.root.transactionSync(() => {
      for (const topic of topics) empty(store, topic)
      if (kept === undefined) renewId(store, id, topics)
    })
    release(store)
    return id
  } finally {
    await store.root.close()
  }
}

function empty(store: Store, topic: string): void {
  const row = store.topics.get(topic)
  if (row === undefined) return
  const head = [row.number]
  for (const key of [...store.batches.getKeys({ start: head, end: [...head, Infinity] })]) store.batches.remove(key)
  for (let partition = 0; partition < row.partitions; partition++) store.partitions.remove([row.number, partition])
}
