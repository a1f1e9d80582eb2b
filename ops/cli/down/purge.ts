import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stopLeftPostmaster } from '../../../projections/postgres/left-postmaster.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { isDataFolder, ownEntries } from '../instance/data-folder.ts'

export interface Purgeable {
  readonly folder: string
  /** What will be removed. */
  readonly entries: readonly string[]
  readonly bytes: number
}

export interface Purged {
  readonly entries: readonly string[]
  /** What was there besides, and stays. */
  readonly left: readonly string[]
}

/**
 * What `down --purge` would remove.
 * @throws HS_DATA_FOREIGN when the folder is not that of an installation
 */
export function purgeable(data: string): Purgeable {
  const folder = resolve(data)
  if (!existsSync(folder)) return { folder, entries: [], bytes: 0 }
  const entries = readdirSync(folder)
    .filter((name) => ownEntries.includes(name))
    .sort()
  if (readdirSync(folder).length > 0 && !isDataFolder(folder)) {
    throw new HomeostatError('HS_DATA_FOREIGN', {
      value: folder,
      message: `${folder} holds no log of Homeostat; nothing was removed.`,
    })
  }
  return { folder, entries, bytes: entries.reduce((sum, name) => sum + bytesOf(join(folder, name)), 0) }
}

/** Removes it, and the folder itself once it is empty. Nothing may run on it any more. */
export async function purge({ folder }: Purgeable): Promise<Purged> {
  if (!existsSync(folder)) return { entries: [], left: [] }
  await stopLeftPostmaster(join(folder, 'postgres', 'cluster'))
  const entries = readdirSync(folder)
    .filter((name) => ownEntries.includes(name))
    .sort()
  for (const name of entries) rmSync(join(folder, name), { recursive: true, force: true })
  const left = readdirSync(folder)
  if (left.length === 0) rmdirSync(folder)
  return { entries, left }
}

function bytesOf(path: string): number {
  try {
    const stat = lstatSync(path)
    if (!stat.isDirectory()) return stat.blocks * 512 // a sparse file takes less than its length
    return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
  } catch {
    return 0 // what runs may remove files while they are counted; the number is only told
  }
}
