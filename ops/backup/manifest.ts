import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { sha256 } from '../../schemas/core/sha256.ts'

/** The layout of backups that this code writes. */
const BACKUP_FORMAT = 1

export const MANIFEST_FILE = 'manifest.json'

export interface BackedUpFile {
  /** Within the backup, with `/`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** What a backup says of itself. */
export interface Manifest {
  readonly format: number
  /** Of Homeostat. */
  readonly version: string
  /** Milliseconds since 1970. */
  readonly takenAt: number
  /** Of the log that was copied. */
  readonly logId: string
  readonly files: readonly BackedUpFile[]
}

/** As it stands in the backup: with a digest over all of it. */
export function writeManifest(manifest: Omit<Manifest, 'format'>): string {
  const text = JSON.stringify({ format: BACKUP_FORMAT, ...manifest })
  return `${JSON.stringify({ manifest: JSON.parse(text), sha256: sha256(text) }, null, 2)}\n`
}

/** @throws HS_BACKUP_MISSING, HS_BACKUP_DAMAGED, HS_DATA_FORMAT_NEWER */
export function readManifest(backup: string): Manifest {
  const file = join(backup, MANIFEST_FILE)
  if (!existsSync(file))
    throw new HomeostatError('HS_BACKUP_MISSING', { value: backup, message: `There is no whole backup in ${backup}.` })
  const { manifest, sha256: digest } = parsed(file)
  if (sha256(JSON.stringify(manifest)) !== digest || !isManifest(manifest)) throw damaged(file)
  if (manifest.format > BACKUP_FORMAT)
    throw new HomeostatError('HS_DATA_FORMAT_NEWER', {
      value: manifest.format,
      limit: BACKUP_FORMAT,
      message: `A newer version of Homeostat, ${manifest.version}, has made the backup in ${backup}.`,
    })
  return manifest
}

export function damaged(file: string): HomeostatError {
  return new HomeostatError('HS_BACKUP_DAMAGED', { value: file, message: `${file} is not what it was when the backup was made.` })
}

/** Reads the file through: nothing of it is kept in memory. */
export async function describeFile(folder: string, path: string): Promise<BackedUpFile> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk)
  return { path, bytes: statSync(join(folder, path)).size, sha256: hash.digest('hex') }
}

function parsed(file: string): { manifest?: unknown; sha256?: unknown } {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    throw damaged(file) // whatever is wrong with it, it is no manifest any more
  }
}

/** Its digest is right, so that it was written by some version of this code; only what leads into files is looked at. */
function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false
  const { format, files } = value as Partial<Manifest> // both are looked at
  return Number.isInteger(format) && Array.isArray(files) && files.every(({ path }) => isWithin(path))
}

function isWithin(path: unknown): boolean {
  return typeof path === 'string' && /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..')
}
