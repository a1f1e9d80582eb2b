import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder } from './folder.ts'
import { storageError } from './storage-error.ts'
import { openStore } from './store.ts'

/**
 * Copies a log as it is at one moment into a new folder, also while another process writes to it: LMDB copies what one of its read
 * transactions sees. What is written meanwhile is not in the copy, and until it is done the log cannot use its free pages again.
 *
 * @returns the id of the log
 * @throws HS_LOG_MISSING, HS_DATA_FORMAT_NEWER, HS_DISK_FULL, HS_LOG_FAILED
 */
export async function copyLog(folder: string, to: string): Promise<string> {
  checkFolder(folder)
  const store = openStore(folder, true)
  try {
    const records = join(to, 'records')
    mkdirSync(records, { recursive: true, mode: 0o700 })
    await store.root.backup(records, true)
    copyFileSync(join(folder, 'format'), join(to, 'format'))
    return store.id.get('log') ?? ''
  } catch (error) {
    throw storageError(error)
  } finally {
    await store.root.close()
  }
}
