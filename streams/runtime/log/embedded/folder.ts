import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

/** The layout that this code writes; a folder says its own in the file `format`. */
export const FORMAT_VERSION = 1

/** Makes the folder of a log, or checks that this code understands it: its owner alone may enter it. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = join(folder, 'format')
  if (existsSync(file)) {
    checkFolder(folder)
  } else {
    writeFileSync(`${file}.new`, `${FORMAT_VERSION}\n`)
    renameSync(`${file}.new`, file)
  }
}

/** @throws HS_LOG_MISSING when there is none, HS_DATA_FORMAT_NEWER when a later version wrote it */
export function checkFolder(folder: string): void {
  const file = join(folder, 'format')
  if (!existsSync(file)) throw new HomeostatError('HS_LOG_MISSING', { value: folder, message: `There is no log in ${folder}.` })
  const version = Number(readFileSync(file, 'utf8'))
  if (version > FORMAT_VERSION) throw new HomeostatError('HS_DATA_FORMAT_NEWER', { value: version, limit: FORMAT_VERSION })
  if (version !== FORMAT_VERSION)
    throw new HomeostatError('HS_LOG_FAILED', { value: String(version), message: `${file} is damaged.` })
}
