import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { ensureSpace, UPKEEP_RESERVE_BYTES } from './ensure-space.ts'
import { isAlive, ownIdentity } from './process-identity.ts'
import { storageError } from './storage-error.ts'
import type { Store } from './store.ts'

/**
 * Makes this process the only one that writes. The claim stands in the store itself and is made in a transaction, so that of two
 * processes that find a dead owner only one takes over.
 *
 * A claim of this very process is one that it could not give back when it closed: the caller knows which folders it has open.
 *
 * @throws HS_LOG_LOCKED with the other's process id; HS_DISK_FULL
 */
export function claim(store: Store): void {
  ensureSpace(store.folder, 0, UPKEEP_RESERVE_BYTES)
  store.root.transactionSync(() => {
    const owner = store.owner.get('writer')
    if (owner !== undefined && owner.pid !== process.pid && isAlive(owner))
      throw new HomeostatError('HS_LOG_LOCKED', { value: owner.pid, message: `Process ${owner.pid} writes to this data folder.` })
    store.owner.put('writer', ownIdentity())
  })
}

/** On a full disk the claim stays: it ends with the process. */
export function release(store: Store): void {
  try {
    ensureSpace(store.folder, 0, UPKEEP_RESERVE_BYTES)
    store.root.transactionSync(() => {
      store.owner.remove('writer') // its result is thenable: returned from here it would keep the transaction open
    })
  } catch (error) {
    const named = storageError(error)
    if (codeOf(named) !== 'HS_DISK_FULL') throw named
  }
}
