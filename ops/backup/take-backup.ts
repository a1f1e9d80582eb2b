import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeOf, HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { copyLog } from '../../streams/runtime/log/embedded/copy-log.ts'
import { storageError } from '../../streams/runtime/log/embedded/storage-error.ts'
import { KEYS_FOLDER, privateKeyFile } from '../audit/key-files.ts'
import { kept } from './kept-files.ts'
import { describeFile, MANIFEST_FILE, type Manifest, readManifest, writeManifest } from './manifest.ts'
import { syncFile } from './sync-file.ts'

/**
 * Copies the log of a data folder, and what a person or the installation has put beside it, into a folder that does not exist yet. The
 * installation may be running. The copy has its name only when all of it is on the disk; one that was broken off is called `<to>.part`
 * and is begun anew the next time. Read models are not in it: they are derived from the log. Nor is the key that signs the audit trail,
 * unless it is wanted: whoever has it and can write to the log can forge the trail.
 *
 * @param version of Homeostat
 * @throws HS_FOLDER_NOT_EMPTY, HS_LOG_MISSING, HS_DATA_FORMAT_NEWER, HS_DISK_FULL
 */
export async function takeBackup(
  data: string,
  to: string,
  version: string,
  now: number,
  { withKeys = false }: { readonly withKeys?: boolean } = {},
): Promise<Manifest> {
  const target = resolve(to)
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new HomeostatError('HS_FOLDER_NOT_EMPTY', { value: target, message: `${target} holds something already.` })
  const part = `${target}.part`
  rmSync(part, { recursive: true, force: true })
  try {
    mkdirSync(part, { recursive: true, mode: 0o700 })
    const logId = await copyLog(join(data, 'log'), join(part, 'log'))
    for (const name of kept(data)) copyFileSync(join(data, name), join(part, name))
    if (withKeys && existsSync(privateKeyFile(data))) copyFolder(join(data, KEYS_FOLDER), join(part, KEYS_FOLDER))
    const files = []
    for (const path of filesOf(part)) {
      chmodSync(join(part, path), 0o600)
      files.push(await describeFile(part, path))
      syncFile(join(part, path))
    }
    writeFileSync(join(part, MANIFEST_FILE), writeManifest({ version, takenAt: now, logId, files }), { mode: 0o600 })
    syncFile(join(part, MANIFEST_FILE))
    syncFile(part)
    renameSync(part, target)
    return readManifest(target)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw whereFull(storageError(error), target)
  }
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name))
}

function whereFull(error: unknown, target: string): unknown {
  if (codeOf(error) !== 'HS_DISK_FULL') return error
  const message = `The disk that is to hold ${target} is full. Nothing was left there.`
  return new HomeostatError('HS_DISK_FULL', { message, cause: error })
}

/** LMDB makes its lock file anew. */
function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'lock.mdb')
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}
