import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { ensureSpace } from '../../streams/runtime/log/embedded/ensure-space.ts'
import { partFromOrigin } from '../../streams/runtime/log/embedded/part-from-origin.ts'
import { storageError } from '../../streams/runtime/log/embedded/storage-error.ts'
import { damaged, describeFile, type Manifest, readManifest } from './manifest.ts'
import { syncFile } from './sync-file.ts'

export interface RestoredBackup {
  readonly manifest: Manifest
  /** Of the log that it has become. */
  readonly logId: string
}

/** Where the copy grows; one that was broken off is begun anew. */
const PART = 'restore.part'

/**
 * Puts a backup into an empty data folder. Every file is checked where it has arrived, the log gets a new id, and only then the folder has
 * a log: a restore that is broken off leaves none.
 *
 * @throws HS_FOLDER_NOT_EMPTY, HS_BACKUP_MISSING, HS_BACKUP_DAMAGED, HS_DATA_FORMAT_NEWER, HS_DISK_FULL; nothing is left behind then
 */
export async function restoreBackup(backup: string, data: string): Promise<RestoredBackup> {
  const manifest = readManifest(backup)
  const folder = resolve(data)
  const foreign = foreignEntry(folder, manifest)
  if (foreign !== undefined)
    throw new HomeostatError('HS_FOLDER_NOT_EMPTY', { value: folder, message: `${folder} is not empty: it holds ${foreign}.` })
  const part = join(folder, PART)
  try {
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
    ensureSpace(folder, manifest.files.reduce((sum, { bytes }) => sum + bytes, 0) / 2, SPARE_BYTES)
    for (const file of manifest.files) await copyChecked(backup, part, file)
    const logId = await partFromOrigin(join(part, 'log'))
    syncFile(join(part, 'log', 'records', 'data.mdb'))
    // The log comes last: without it the folder has no installation, and can be restored into again.
    const names = readdirSync(part).sort((a, b) => Number(a === 'log') - Number(b === 'log'))
    for (const name of names) renameSync(join(part, name), join(folder, name))
    rmSync(part, { recursive: true })
    syncFile(folder)
    return { manifest, logId }
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw storageError(error)
  }
}

const SPARE_BYTES = 2_000_000

/** What may not be there; what a restore that was broken off has moved already may. */
function foreignEntry(folder: string, { files }: Manifest): string | undefined {
  if (!existsSync(folder)) return undefined
  const names = readdirSync(folder)
  const moved = names.includes(PART) ? files.map(({ path }) => path).filter((path) => !path.includes('/')) : []
  const harmless = new Set([PART, 'lost+found', ...moved])
  return names.find((name) => !harmless.has(name))
}

async function copyChecked(backup: string, part: string, { path, bytes, sha256 }: Manifest['files'][number]): Promise<void> {
  const from = join(backup, path)
  const to = join(part, path)
  if (!existsSync(from)) throw damaged(from)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  copyFileSync(from, to)
  chmodSync(to, 0o600)
  const arrived = await describeFile(part, path)
  if (arrived.bytes !== bytes || arrived.sha256 !== sha256) throw damaged(from)
  syncFile(to)
}
