import { randomUUID } from 'node:crypto'
import { checkFolder } from './folder.ts'
import { renewId } from './log-ids.ts'
import { storageError } from './storage-error.ts'
import { openStore } from './store.ts'

/**
 * Gives the copy of a log an id of its own: from here on it goes another way than the log that it was copied from, and what is derived on
 * both sides must not have the same names. What it holds so far keeps them. The copy belongs to nobody.
 *
 * @returns the new id
 * @throws HS_DATA_FORMAT_NEWER, HS_LOG_FAILED
 */
export async function partFromOrigin(folder: string): Promise<string> {
  checkFolder(folder)
  const store = openStore(folder, false)
  try {
    const id = randomUUID()
    store.root.transactionSync(() => {
      renewId(store, id)
      store.owner.remove('writer') // its result is thenable: returned from here it would keep the transaction open
    })
    return id
  } catch (error) {
    throw storageError(error)
  } finally {
    await store.root.close()
  }
}
